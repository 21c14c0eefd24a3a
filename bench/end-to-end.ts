/**
 * How long after the window of `diag run cpu-hot` its report is on disk, beside what a user would do by hand on the
 * same machine: perf record, perf script, fold, flame graph. Both watch the same hot process for the same window,
 * in turn. Needs root, perf and inferno; without one of them it says so.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Event } from "../src/documents/event.generated.ts";
import type { Manifest } from "../src/documents/manifest.generated.ts";
import { buildWorkloads, startWorkload } from "../test/tools/workloads.ts";
import type { BenchTable } from "./bench-table.ts";
import { findInferno } from "./inferno.ts";
import { median } from "./median.ts";

const windowSeconds = 5;
const rounds = 5;
const targetMs = 500;

export async function benchEndToEnd(): Promise<BenchTable> {
  const table = { title: "End of the window → report", columns: ["what", "median", "range", "target"] };
  const inferno = await findInferno();
  if (process.geteuid?.() !== 0) return { ...table, rows: [], note: "Skipped: needs root." };
  buildWorkloads(["hot"]);
  const after: number[] = [];
  const whole: number[] = [];
  const byHand: number[] = [];
  const cores: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // One a round: it ends by itself after a minute.
    await using workload = await startWorkload("hot");
    const run = await timeDiag(workload.pid);
    after.push(run.afterWindowMs);
    whole.push(run.wallMs);
    cores.push(run.percentOfCore);
    memory.push(run.maxRssMiB);
    if (inferno !== undefined) byHand.push(await timeByHand(workload.pid, inferno));
  }
  const seconds = (values: readonly number[]) => [
    `${(median(values) / 1000).toFixed(2)} s`,
    `${(Math.min(...values) / 1000).toFixed(2)}–${(Math.max(...values) / 1000).toFixed(2)} s`,
  ];
  const plain = (values: readonly number[], unit: string) => [
    `${median(values).toFixed(1)} ${unit}`,
    `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)} ${unit}`,
  ];
  const rows = [
    [
      "report on disk after the end of the longest window",
      ...seconds(after),
      `≤ ${targetMs / 1000} s${median(after) <= targetMs ? ", met" : ", missed"}`,
    ],
    [`whole \`diag run cpu-hot\`, ${windowSeconds} s window, eight steps`, ...seconds(whole), ""],
    ...(byHand.length > 0
      ? [
          [`by hand: perf record, perf script, fold, flame graph, ${windowSeconds} s window`, ...seconds(byHand), ""],
          [
            "whole run against by hand",
            `${(median(whole) / median(byHand)).toFixed(2)}×`,
            "",
            `≤ 1×${median(whole) <= median(byHand) ? ", met" : ", missed"}`,
          ],
        ]
      : []),
    ["cost of the run, tools included, over its window", ...plain(cores, "% of one core"), ""],
    ["peak memory of the runner", ...plain(memory, "MiB"), `≤ 150 MB${median(memory) <= 143 ? ", met" : ", missed"}`],
  ];
  const note =
    inferno === undefined
      ? "By hand skipped: inferno is not there."
      : `Median of ${rounds} rounds, in turn, on one busy process.`;
  return { ...table, rows, note };
}

async function timeDiag(pid: number) {
  const out = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const start = performance.now();
    await execa(
      process.execPath,
      [
        "bin/diag.js",
        "run",
        "cpu-hot",
        "--pid",
        `${pid}`,
        "--param",
        `duration=${windowSeconds}s`,
        "--out",
        out,
        "--quiet",
      ],
      { reject: false },
    );
    const wallMs = performance.now() - start;
    const events = readFileSync(join(out, "events.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    const windowEnd = Math.max(
      ...events.flatMap((event) => (event.kind === "step-started" ? [Date.parse(event.at) + event.windowMs] : [])),
    );
    const manifest: Manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
    return {
      wallMs,
      afterWindowMs: statSync(join(out, "report.html")).mtimeMs - windowEnd,
      percentOfCore: (manifest.cost?.cpuMs ?? 0) / (windowSeconds * 10),
      maxRssMiB: (manifest.cost?.maxRssBytes ?? 0) / 2 ** 20,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function timeByHand(pid: number, inferno: string): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const start = performance.now();
    const data = join(out, "perf.data");
    await execa("perf", [
      "record",
      "-e",
      "cpu-clock",
      "-F",
      "49",
      "-g",
      "-p",
      `${pid}`,
      "-o",
      data,
      "--",
      "sleep",
      `${windowSeconds}`,
    ]);
    await execa("sh", [
      "-c",
      `perf script -i ${data} --no-inline | ${join(inferno, "inferno-collapse-perf")} | ${join(inferno, "inferno-flamegraph")} > ${join(out, "graph.svg")}`,
    ]);
    return performance.now() - start;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
