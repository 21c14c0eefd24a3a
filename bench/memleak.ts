/**
 * What tracing allocations takes from a program in another container, by each variant of `memleak` from the toolbox: the
 * limits of the estimate go by it (src/runner/helper/memleak/tracing-cost.ts).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { type StartedEngine, startEngine, whyNoEngine } from "../test/lab/docker/engine.ts";
import { stepBy } from "../test/lab/docker/step-by.ts";
import { buildTargets, startTarget, type TargetContainer } from "../test/lab/docker/targets.ts";
import { buildToolbox } from "../test/lab/docker/toolbox.ts";
import type { BenchTable } from "./bench-table.ts";
import { median } from "./median.ts";

const tracers = ["bpftrace", "bcc", "libbpf"];
const seconds = 6;

interface Cost {
  readonly step: string;
  /** Nanoseconds of CPU time for a malloc and its free, by the program's own clock. */
  readonly nanoseconds: number;
  readonly pairsPerSecond: number;
}

export async function benchMemleak(): Promise<BenchTable> {
  const columns = [
    "tracer",
    "traced",
    "CPU time of malloc and free",
    "at 10,000 a second",
    "pairs a second left",
    "names",
  ];
  const table = { title: "What tracing allocations takes from a program", columns };
  const why = whyNoEngine();
  if (why !== undefined) return { ...table, rows: [], note: `Skipped: ${why}.` };
  const engine = await startEngine();
  try {
    await buildTargets(engine);
    const image = await buildToolbox(engine);
    const rows: string[][] = [];
    for (const tracer of tracers) {
      const named = await nameOf(engine, image, tracer);
      for (const sampleRate of [1, 1_000]) {
        const { step, nanoseconds, pairsPerSecond } = await costOf(engine, image, tracer, sampleRate);
        const share = `${((100 * nanoseconds * 10_000) / 1e9).toFixed(1)} % of one core`;
        const traced = sampleRate === 1 ? "all" : `one in ${sampleRate}`;
        const measured = [
          `${(nanoseconds / 1000).toFixed(1)} µs`,
          share,
          Math.round(pairsPerSecond).toLocaleString("en-US"),
        ];
        rows.push([tracer, traced, ...(step === "ok" ? measured : [step, "", ""]), named]);
      }
    }
    await using idle = await startTarget(engine, "storm");
    await sleep(4_000);
    const { nanoseconds, pairsPerSecond } = await said(engine, idle, 3);
    const before = `${nanoseconds.toFixed(0)} ns and ${(pairsPerSecond / 1e6).toFixed(0)} million pairs a second`;
    const note = `A program that does nothing but malloc and free, which takes ${before} untraced. Medians of its own clock, a line a second, while it was traced for ${seconds} s. Without consent to that cost it is refused.`;
    return { ...table, rows, note };
  } finally {
    await engine.stop();
  }
}

async function nameOf(engine: StartedEngine, image: string, variant: string): Promise<string> {
  await using target = await startTarget(engine, "leak-cxx");
  await sleep(1_000);
  const args = { duration: "4s", minimumAge: "1s" };
  const { step, facts } = await stepBy(engine, image, target, { tool: "memleak", variant, args });
  return `\`${facts["topPath"] ?? step.reason?.message ?? "nothing"}\``;
}

async function costOf(engine: StartedEngine, image: string, variant: string, sampleRate: number): Promise<Cost> {
  await using target = await startTarget(engine, "storm");
  await sleep(1_000);
  const args = { duration: `${seconds}s`, minimumAge: "1s", sampleRate, maximumSlowdown: 10_000 };
  const { step } = await stepBy(engine, image, target, { tool: "memleak", variant, args });
  // The lines of the window: the last second or two are of the time after it.
  return { step: step.reason?.message ?? step.status, ...(await said(engine, target, seconds + 2)) };
}

/** The dearest three of the last lines that the program said: `PAIRS NANOSECONDS`. */
async function said({ host }: StartedEngine, { id }: TargetContainer, lines: number) {
  const { stdout } = await execa("docker", ["logs", "--tail", `${lines}`, id], { env: { DOCKER_HOST: host } });
  const all = stdout.split("\n").map((line) => line.split(" ").map(Number));
  const dearest = all.toSorted(([, a = 0], [, b = 0]) => b - a).slice(0, 3);
  const of = (index: number) => median(dearest.map((line) => line[index] ?? Number.NaN));
  return { pairsPerSecond: of(0), nanoseconds: of(1) };
}
