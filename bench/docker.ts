/**
 * `diag run cpu-hot --container` beside what people do by hand with the same image: find the pid, run BCC's profile in a
 * privileged container, draw a flame graph. Both watch the same hot container for the same window, in turn, through a real
 * engine; without one it says so.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Event } from "../src/documents/event.generated.ts";
import { type Engine, startEngine, whyNoEngine } from "../test/lab/docker/engine.ts";
import { buildTargets, startTarget } from "../test/lab/docker/targets.ts";
import { buildToolbox } from "../test/lab/docker/toolbox.ts";
import type { BenchTable } from "./bench-table.ts";
import { findInferno } from "./inferno.ts";
import { median } from "./median.ts";

const windowSeconds = 10;
const rounds = 3;

export async function benchDocker(): Promise<BenchTable> {
  const table = { title: "A container, through the toolbox", columns: ["what", "median", "range", "target"] };
  const why = whyNoEngine();
  const inferno = await findInferno();
  if (why !== undefined) return { ...table, rows: [], note: `Skipped: ${why}.` };
  if (inferno === undefined) return { ...table, rows: [], note: "Skipped: inferno is not there." };
  const engine = await startEngine();
  try {
    await buildTargets(engine);
    const image = await buildToolbox(engine);
    const nothing: number[] = [];
    const whole: number[] = [];
    const byHand: number[] = [];
    const started: number[] = [];
    const after: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await using target = await startTarget(engine, "hot");
      await sleep(1_000);
      const alone = await timeNothing(engine, image);
      const run = await timeDiag(engine, image, target.name);
      nothing.push(alone);
      started.push(run.firstSampleMs - alone);
      after.push(run.afterWindowMs);
      whole.push(run.wallMs);
      byHand.push(await timeByHand(engine, image, target.name, inferno));
    }
    const seconds = (values: readonly number[]) => [
      `${(median(values) / 1000).toFixed(2)} s`,
      `${(Math.min(...values) / 1000).toFixed(2)}–${(Math.max(...values) / 1000).toFixed(2)} s`,
    ];
    const met = (value: number, limit: number) => (value <= limit ? ", met" : ", missed");
    const rows = [
      ["`docker run … true`, same image and privileges", ...seconds(nothing), ""],
      ["command → first sample, beyond that", ...seconds(started), `≤ 1.0 s${met(median(started), 1000)}`],
      ["end of the longest window → report on disk", ...seconds(after), `≤ 1.5 s${met(median(after), 1500)}`],
      [`whole \`diag run cpu-hot --container\`, ${windowSeconds} s window, all steps`, ...seconds(whole), ""],
      [`by hand: docker run, profile -f ${windowSeconds}, flame graph`, ...seconds(byHand), ""],
      [
        "whole run against by hand",
        `${(median(whole) / median(byHand)).toFixed(2)}×`,
        "",
        `≤ 1×${met(median(whole), median(byHand))}`,
      ],
    ];
    return { ...table, rows, note: `Median of ${rounds} rounds, in turn, on one hot container.` };
  } finally {
    await engine.stop();
  }
}

/** Privileged, with the host's pids: what both ways start. */
const privileged = ["run", "--rm", "--privileged", "--pid", "host"];

async function timeNothing({ host }: Engine, image: string): Promise<number> {
  const start = performance.now();
  await execa("docker", [...privileged, "--entrypoint", "/bin/true", image], { env: { DOCKER_HOST: host } });
  return performance.now() - start;
}

async function timeDiag({ host }: Engine, image: string, target: string) {
  const out = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const startedAt = Date.now();
    await execa(
      process.execPath,
      [
        ...["bin/diag.js", "run", "cpu-hot", "--container", target, "--image", image],
        ...["--param", `duration=${windowSeconds}s`, "--out", out, "--quiet"],
      ],
      { reject: false, env: { DOCKER_HOST: host } },
    );
    const wallMs = Date.now() - startedAt;
    const events = readFileSync(join(out, "events.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    const starts = events.flatMap((event) => (event.kind === "step-started" && event.windowMs > 0 ? [event] : []));
    const windowEnd = Math.max(...starts.map(({ at, windowMs }) => Date.parse(at) + windowMs));
    return {
      wallMs,
      firstSampleMs: Math.min(...starts.map(({ at }) => Date.parse(at))) - startedAt,
      afterWindowMs: statSync(join(out, "report.html")).mtimeMs - windowEnd,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function timeByHand({ host }: Engine, image: string, target: string, inferno: string): Promise<number> {
  const env = { DOCKER_HOST: host };
  const start = performance.now();
  const { stdout: pid } = await execa("docker", ["inspect", "--format", "{{.State.Pid}}", target], { env });
  const headers = ["--volume", "/lib/modules:/lib/modules:ro", "--volume", "/usr/src:/usr/src:ro"];
  const profile = ["profile-bpfcc", "-F", "49", "-f", "-p", pid, `${windowSeconds}`];
  const { stdout } = await execa(
    "docker",
    [...privileged, ...headers, "--entrypoint", profile[0] ?? "", image, ...profile.slice(1)],
    { env },
  );
  await execa(join(inferno, "inferno-flamegraph"), { input: stdout });
  return performance.now() - start;
}
