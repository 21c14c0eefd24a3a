import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../cli/diag.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;
const [node = ""] = cluster.nodes;
const minutes = 10;

/** Another time of day for a program that is started with it in LD_PRELOAD; what is measured from a start stays as it is. */
const shim = `
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long ahead(void) { const char *s = getenv("CLOCK_AHEAD"); return s ? atol(s) : 0; }
int clock_gettime(clockid_t id, struct timespec *t) {
  int r = syscall(SYS_clock_gettime, id, t);
  if (r == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) t->tv_sec += ahead();
  return r;
}
int gettimeofday(struct timeval *restrict t, void *restrict z) {
  (void)z;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  t->tv_sec = now.tv_sec;
  t->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *t) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (t) *t = now.tv_sec;
  return now.tv_sec;
}
`;

describe.skipIf(lab.why !== undefined)(`a client whose clock is wrong ${needsKubernetes}`, () => {
  const places: Awaited<ReturnType<typeof startPlace>>[] = [];
  let library: string;
  beforeAll(async () => {
    places.push(...(await Promise.all([startPlace("ahead"), startPlace("behind")])));
    const { folder = "" } = places[0] ?? {};
    library = join(folder, "clock.so");
    writeFileSync(join(folder, "clock.c"), shim);
    await execa("gcc", ["-shared", "-fPIC", "-o", library, join(folder, "clock.c")]);
  });
  afterAll(async () => {
    await Promise.all(places.map((one) => one[Symbol.asyncDispose]()));
  });

  // A server's certificate is not valid before the cluster was made.
  const age = () => (Date.now() - statSync(lab.env.KUBECONFIG).mtimeMs) / 1000;
  test.concurrent.for([
    ["ahead", 0, () => minutes * 60],
    ["behind", 1, () => -Math.floor(Math.min(minutes * 60, Math.max(0, age() - 30)))],
  ] as const)("%s of the cluster's: times and deadlines are the cluster's", async ([, at, seconds]) => {
    const place = places[at] ?? { namespace: "", folder: "" };
    const env = { LD_PRELOAD: library, CLOCK_AHEAD: `${seconds()}` };
    const told = await execa({ env })(process.execPath, ["-p", "Date.now()"]);
    expect(Math.abs(Number(told.stdout) - Date.now() - seconds() * 1000)).toBeLessThan(5_000);
    const words = ["run", tinyPlaybook(place), "--node", node];
    const whole = await runDiag(words, place, { env });
    expect(whole, whole.stderr).toMatchObject(answered);
    expect(readManifest(whole.out)).toMatchObject({ state: "complete" });

    const detached = await runDiag([...words, "--detach", "--keep", "60s"], place, { env });
    expect(detached.exitCode, detached.stderr).toBe(0);
    const json = await cluster.kubectl("get", "jobs", "--namespace", place.namespace, "--output=json");
    const [{ metadata, spec }] = JSON.parse(json).items;
    const life = (Date.parse(metadata.annotations["diag.dev/expires"]) - Date.parse(metadata.creationTimestamp)) / 1000;
    expect(Math.abs(life - spec.activeDeadlineSeconds - spec.ttlSecondsAfterFinished)).toBeLessThanOrEqual(3);

    const runs = await runDiag(["runs", "--json"], place, { env });
    const [run] = JSON.parse(runs.stdout);
    expect(run.age).toMatch(/^\d+(\.\d+)?\ss$/);
    expect(run.goes).toMatch(/^1\d(\.\d+)?\smin/);
    const cleanup = await runDiag(["cleanup", "--in", "kubernetes"], place, { env });
    expect(cleanup.stdout).toContain("kept: it ends by itself at its deadline");
    const fetched = await runDiag(["fetch", run.run.slice(0, 13), "--out", join(place.folder, "fetched")], place, {
      env,
    });
    expect(fetched, fetched.stderr).toMatchObject(answered);
    expect(await nothingLeft(place.namespace)).toEqual([]);
  });
});
