import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lab, needsFaults, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { type ProxyOptions, startProxy } from "./api-proxy.ts";
import {
  ending,
  inWindow,
  nothingLeft,
  type StartOptions,
  startPlace,
  startRun,
  writePlaybook,
} from "./interrupted-run.ts";

const [node = ""] = lab.cluster.nodes;
const mib = 1024 ** 2;

/** A step whose output no gzip makes smaller. */
const noise = (id: string, bytes: number, after?: string) =>
  `{ id: ${id}, run: [head, -c, "${bytes}", /dev/urandom], maxOutput: 64MiB, parse: { as: text }${after === undefined ? "" : `, needs: [${after}]`} }`;

/** A run whose cluster is behind a proxy. */
async function runBehind(
  proxyOptions: (folder: string) => ProxyOptions,
  steps: readonly string[] = [],
  inTheMiddle: (folder: string) => void = () => {},
  options: StartOptions = {},
) {
  await using place = await startPlace("network");
  const { namespace, folder } = place;
  await using proxy = await startProxy(folder, proxyOptions(folder));
  const file = writePlaybook(folder, 5, steps);
  const run = startRun(file, ["--node", node, "--kubeconfig", proxy.kubeconfig], namespace, options);
  const peak = peakOf(run.child.pid);
  await run.until(inWindow);
  inTheMiddle(folder);
  const { exitCode, stderr } = await run.end();
  const { requests, cuts } = proxy;
  const bytes = statSync(join(run.out, "steps/noise/command.stdout"), { throwIfNoEntry: false })?.size;
  return {
    exitCode,
    stderr,
    requests,
    cuts,
    bytes,
    peakMib: peak() / mib,
    left: await nothingLeft(namespace),
    ...ending(run.out),
  };
}

/** The most memory that a process has held so far, as its kernel keeps it (VmHWM, proc_pid_status(5)). */
function peakOf(pid: number | undefined): () => number {
  let bytes = 0;
  const timer = setInterval(() => {
    try {
      const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      bytes = Math.max(bytes, Number(kib ?? 0) * 1024);
    } catch {
      clearInterval(timer);
    }
  }, 50);
  return () => {
    clearInterval(timer);
    return bytes;
  };
}

const complete = { exitCode: 0, state: "complete", steps: { first: "ok", window: "ok" }, left: [] } as const;

describe.skipIf(whyNoFaults !== undefined)(`a network that is no good ${needsFaults}`, () => {
  test.concurrent("connections that break again and again: the log and the bundle go on where they broke", async () => {
    const run = await runBehind(() => ({ cutAfter: 400_000 }), [noise("noise", 3_000_000)]);
    expect(run).toMatchObject({ ...complete, bytes: 3_000_000 });
    expect(run.cuts).toBeGreaterThanOrEqual(7);
  });

  test.concurrent("a link of 200 KB/s", async () => {
    const run = await runBehind(() => ({ bytesPerSecond: 200_000 }), [noise("noise", 1_500_000)]);
    expect(run).toMatchObject({ ...complete, bytes: 1_500_000 });
  });

  test.concurrent("a server that is overloaded now and then: asked again when it says", async () => {
    let asked = 0;
    const busy = { status: 429, headers: { "Retry-After": "1" } };
    const run = await runBehind(() => ({ answer: () => (++asked % 3 === 2 ? busy : undefined) }));
    expect(run).toMatchObject(complete);
    expect(asked).toBeGreaterThan(5);
  });

  test.concurrent("a token that expires in the middle: the plugin is asked for another one", async () => {
    const valid = (folder: string) => join(folder, "valid");
    const run = await runBehind(
      (folder) => {
        writeFileSync(valid(folder), "one");
        const credential = `{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}`;
        return {
          plugin: `printf '${credential}' "$(cat ${valid(folder)})"`,
          answer: ({ authorization }) =>
            authorization === `Bearer ${readFileSync(valid(folder), "utf8")}` ? undefined : { status: 401 },
        };
      },
      [],
      (folder) => writeFileSync(valid(folder), "two"),
    );
    expect(run).toMatchObject(complete);
    expect(new Set(run.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer one", "Bearer two"]),
    );
  });

  test.concurrent("a plain run asks the server at most 25 times besides its streams", async () => {
    const { requests, ...run } = await runBehind(() => ({}));
    expect(run).toMatchObject(complete);
    const single = requests.filter(({ url, isUpgrade }) => !isUpgrade && !/[?&](watch|follow)=true/.test(url));
    console.log(`requests of a run: ${requests.length}, of them streams and execs ${requests.length - single.length}`);
    expect(single.length, single.map(({ method, url }) => `${method} ${url}`).join("\n")).toBeLessThanOrEqual(25);
  });

  test("a bundle of several hundred MB, in no more than 150 MB of memory", async () => {
    // One after the other: the runner parses each in memory.
    const ids = Array.from({ length: 10 }, (_, at) => (at === 0 ? "noise" : `noise${at}`));
    const steps = ids.map((id, at) => noise(id, 30 * mib, ids[at - 1]));
    // As it is installed: from its sources it needs more.
    const run = await runBehind(
      () => ({}),
      steps,
      () => {},
      { built: true },
    );
    console.log(`peak of the CLI with a bundle of 300 MiB: ${run.peakMib.toFixed(0)} MiB`);
    expect(run).toMatchObject({ ...complete, bytes: 30 * mib });
    expect(run.peakMib).toBeLessThanOrEqual(150);
  });
});
