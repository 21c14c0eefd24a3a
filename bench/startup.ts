/**
 * How long diag takes to start, beside a Node program that does nothing. All in turn, so that whatever else the machine
 * does meets all alike; the first round fills caches and does not count.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchTable } from "./bench-table.ts";
import { median } from "./median.ts";

const rounds = 25;
const versionTarget = 1.5;
const planTargetMs = 150;

export function benchStartup(): BenchTable {
  const folder = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const empty = join(folder, "empty.mjs");
    writeFileSync(empty, "");
    const commands = {
      empty: [empty],
      version: ["bin/diag.js", "--version"],
      plan: ["bin/diag.js", "plan", "cpu-hot", "--pid", String(process.pid)],
    };
    const times = { empty: [] as number[], version: [] as number[], plan: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      for (const name of ["empty", "version", "plan"] as const) {
        const milliseconds = run(commands[name]);
        if (round > 0) times[name].push(milliseconds);
      }
    }
    const base = median(times.empty);
    const row = (what: string, values: readonly number[], target = "") => [
      what,
      `${median(values).toFixed(1)} ms`,
      `${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)} ms`,
      `${(median(values) / base).toFixed(2)}×`,
      target,
    ];
    const met = (ok: boolean) => (ok ? "met" : "missed");
    return {
      title: "Start-up",
      columns: ["command", "median", "range", "of an empty program", "target"],
      rows: [
        row("an empty Node program", times.empty),
        row(
          "`diag --version`",
          times.version,
          `≤ ${versionTarget}×, ${met(median(times.version) / base <= versionTarget)}`,
        ),
        row(
          "`diag plan cpu-hot --pid PID`",
          times.plan,
          `≤ ${planTargetMs} ms, ${met(median(times.plan) <= planTargetMs)}`,
        ),
      ],
      note: `${rounds} rounds, the three in turn, whole processes.`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(words: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}
