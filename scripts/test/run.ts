/** Runs the checks, then every layer of tests, and prints what came of them. Its last line is for machines. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Check, checks } from "./checks.ts";
import { runLimited } from "./run-limited.ts";
import type { Tally } from "./tally.ts";

const checkMinutes = 5;
/** Of one run of vitest; the first time on a machine images or a cluster are built in it. */
const testMinutes = 40;

// Coverage slows what it counts, so what is timed or runs whole processes goes without.
const counted = ["unit", "recorded", "repository"];
// A cluster that is up takes its share of the CPU: nothing else is timed beside it.
const alone = ["kubernetes"];
const tallies = [
  await runChecks(checks),
  ...(await runTests(["--coverage", ...counted.map((name) => `--project=${name}`)])),
  ...(await runTests([...counted, ...alone].map((name) => `--project=!${name}`))),
  ...(await runTests(alone.map((name) => `--project=${name}`))),
];
report(tallies);
process.exitCode = tallies.some(({ failed }) => failed.length > 0) ? 1 : 0;

async function runChecks(list: readonly Check[]): Promise<Tally> {
  const tally: Tally = { layer: "checks", passed: 0, failed: [], skipped: [] };
  for (const { name, command, skip } of list) {
    const start = performance.now();
    const { ok, output } = await runLimited(command, { minutes: checkMinutes });
    const reason = ok ? undefined : skip?.(output);
    if (ok) tally.passed++;
    else if (reason === undefined) tally.failed.push(name);
    else tally.skipped.push({ name, reason });
    const outcome = ok ? "ok  " : reason === undefined ? "FAIL" : "skip";
    console.log(
      `${outcome}  ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s${reason === undefined ? "" : `  ${reason}`}`,
    );
    if (outcome === "FAIL") console.log(output.replace(/^/gm, "      "));
  }
  return tally;
}

async function runTests(options: readonly string[]): Promise<Tally[]> {
  const folder = mkdtempSync(join(tmpdir(), "diag-tally-"));
  const file = join(folder, "tally.json");
  const reporters = ["default", "./scripts/test/tally-reporter.ts"].map((name) => `--reporter=${name}`);
  try {
    const env = { ...process.env, DIAG_TALLY: file };
    const { ok, output } = await runLimited(["vitest", "run", ...options, ...reporters], {
      minutes: testMinutes,
      env,
      show: true,
    });
    const found: Tally[] = readTally(file);
    const counted = found.some(({ failed }) => failed.length > 0);
    return ok || counted
      ? found
      : [
          ...found,
          { layer: "vitest", passed: 0, failed: [output.trim() || "vitest ended without a count"], skipped: [] },
        ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTally(file: string): Tally[] {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
}

function report(all: readonly Tally[]): void {
  const width = Math.max(...all.map(({ layer }) => layer.length));
  console.log(`\n${"layer".padEnd(width)}  passed  failed  skipped`);
  for (const { layer, passed, failed, skipped } of all) {
    console.log(
      `${layer.padEnd(width)}  ${[passed, failed.length, skipped.length].map((n) => String(n).padStart(6)).join("  ")}`,
    );
  }
  const skipped = all.flatMap((tally) =>
    tally.skipped.map(({ name, reason }) => `  ${tally.layer}: ${name}: ${reason}`),
  );
  const failed = all.flatMap((tally) => tally.failed.map((name) => `  ${tally.layer}: ${name}`));
  if (skipped.length > 0) console.log(`\nskipped:\n${skipped.join("\n")}`);
  if (failed.length > 0) console.log(`\nfailed:\n${failed.join("\n")}`);
  const passed = all.reduce((sum, tally) => sum + tally.passed, 0);
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
}
