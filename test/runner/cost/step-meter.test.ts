import { join } from "node:path";
import { expect, test } from "vitest";
import type { Budget } from "../../../src/documents/plan.generated.ts";
import { type ProgramRole, StepMeter } from "../../../src/runner/cost/step-meter.ts";
import { ProcessGuard } from "../../../src/runner/process-guard.ts";
import { runProcess } from "../../../src/runner/run-process.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const roomy: Budget = { cpuPercentOfCore: 1000, memoryBytes: 2 ** 40, diskBytes: 2 ** 40 };

/** Runs a real program as a step. */
async function measure(argv: readonly string[], budget: Partial<Budget> = {}, folder = temporaryFolder()) {
  return follow(new StepMeter(folder, { ...roomy, ...budget }), argv, "measuring");
}

async function follow(meter: StepMeter, argv: readonly string[], role: ProgramRole) {
  using guard = new ProcessGuard();
  const [path = "", ...words] = argv;
  const startedAt = performance.now();
  const end = await runProcess({
    path,
    argv: words,
    timeoutMs: 15_000,
    onStdout: () => undefined,
    onStderr: () => {},
    signal: new AbortController().signal,
    guard,
    measure: (pid, stop) => meter.follow(pid, stop, role),
  });
  return { end, cost: meter.cost, tookMs: performance.now() - startedAt };
}

/** A Node program that works until it has used this much CPU time. */
const busy = (cpuMs: number) =>
  `const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
   while (used() < ${cpuMs}) for (let i = 0; i < 1e5; i++);`;

test("CPU time of a short program: what the kernel counted when it was waited for", async () => {
  const { cost } = await measure([process.execPath, "-e", busy(200)]);
  expect(cost.cpuMs).toBeGreaterThanOrEqual(190);
  expect(cost.cpuMs).toBeLessThan(300);
});

test("a program of some 50 ms does not show nothing", async () => {
  const { cost, tookMs } = await measure(["/bin/sh", "-c", "i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done"]);
  expect(cost.cpuMs).toBeGreaterThan(0);
  expect(cost.cpuMs).toBeLessThanOrEqual(tookMs);
  expect(cost.maxRssBytes).toBeGreaterThan(100_000);
});

test("programs that run at the same time are told apart", async () => {
  const [long, short, idle] = await Promise.all([
    measure([process.execPath, "-e", busy(600)]),
    measure([process.execPath, "-e", busy(200)]),
    measure(["/bin/sleep", "0.5"]),
  ]);
  expect(long.cost.cpuMs).toBeGreaterThan(560);
  expect(long.cost.cpuMs).toBeLessThan(750);
  expect(short.cost.cpuMs).toBeGreaterThan(160);
  expect(short.cost.cpuMs).toBeLessThan(350);
  expect(idle.cost.cpuMs).toBeLessThan(100);
});

test("what a program starts counts with it, in whatever process group, waited for or not", async () => {
  const script = `setsid "$0" -e '${busy(300)}' & "$0" -e '${busy(300)}'; wait`;
  const { cost } = await measure(["/bin/sh", "-c", script, process.execPath]);
  expect(cost.cpuMs).toBeGreaterThan(570);
  const left = `"$0" -e 'process.stdout.end(); ${busy(10_000)}' & sleep 1`;
  const orphan = await measure(["/bin/sh", "-c", left, process.execPath]);
  expect(orphan.cost.cpuMs).toBeGreaterThan(300);
});

test("peak of resident memory, together", async () => {
  const hold = (mebibytes: number) =>
    `const held = Buffer.alloc(${mebibytes} * 1024 * 1024, 1); setTimeout(() => held, 700)`;
  const { cost } = await measure([
    "/bin/sh",
    "-c",
    `"$0" -e '${hold(100)}' & "$0" -e '${hold(200)}'; wait`,
    process.execPath,
  ]);
  expect(cost.maxRssBytes).toBeGreaterThan(300 * 1024 ** 2);
  expect(cost.maxRssBytes).toBeLessThan(600 * 1024 ** 2);
});

test("stops a program that works beyond its budget, and only after the allowance", async () => {
  const { end, cost, tookMs } = await measure(["/bin/sh", "-c", "while :; do :; done"], { cpuPercentOfCore: 10 });
  expect(end).toMatchObject({ signal: "SIGINT", stopped: { code: "over-budget" } });
  expect(end.stopped?.message).toMatch(
    /^stopped: it used \d+ % of a core on average over \d(\.\d)? s, its budget is 10 %$/,
  );
  expect(tookMs).toBeGreaterThan(3_000);
  expect(cost.cpuMs).toBeGreaterThan(3_000);
});

test("stops a program that holds too much memory", async () => {
  const hold = "const held = Buffer.alloc(300 * 1024 * 1024, 1); setTimeout(() => held, 20000)";
  const { end, tookMs } = await measure([process.execPath, "-e", hold], { memoryBytes: 200 * 1024 ** 2 });
  expect(end.stopped?.message).toMatch(/^stopped: its programs held \d+ MiB of memory, their budget is 200 MiB$/);
  expect(tookMs).toBeLessThan(5_000);
});

test("stops a program whose file grows too large, and counts it", async () => {
  const folder = temporaryFolder();
  const script = `while :; do head -c 1000000 /dev/zero; sleep 0.02; done > ${join(folder, "artifact")}`;
  const { end, cost } = await measure(["/bin/sh", "-c", script], { diskBytes: 5 * 1024 ** 2 }, folder);
  expect(end.stopped?.message).toMatch(/^stopped: it wrote [\d.]+ MiB, its budget is 5 MiB$/);
  expect(cost.diskBytes).toBeGreaterThan(5 * 1024 ** 2);
});

test("post-processing counts, and its CPU time is not judged", async () => {
  const meter = new StepMeter(temporaryFolder(), { ...roomy, cpuPercentOfCore: 1, memoryBytes: 200 * 1024 ** 2 });
  const first = await follow(meter, [process.execPath, "-e", busy(200)], "measuring");
  const script = await follow(meter, [process.execPath, "-e", busy(3_300)], "post-processing");
  expect([first.end.stopped, script.end.stopped]).toEqual([undefined, undefined]);
  expect(script.cost.cpuMs).toBeGreaterThan(3_400);
  const hold = "const held = Buffer.alloc(300 * 1024 * 1024, 1); setTimeout(() => held, 20000)";
  const greedy = await follow(meter, [process.execPath, "-e", hold], "post-processing");
  expect(greedy.end.stopped).toMatchObject({ code: "over-budget" });
});

test("what was written before does not stop post-processing", async () => {
  const folder = temporaryFolder();
  const meter = new StepMeter(folder, { ...roomy, diskBytes: 1024 ** 2 });
  const write = `head -c 3000000 /dev/zero > ${join(folder, "artifact")}; sleep 5`;
  const first = await follow(meter, ["/bin/sh", "-c", write], "measuring");
  expect(first.end.stopped).toMatchObject({ code: "over-budget" });
  const script = await follow(meter, ["/bin/sleep", "0.3"], "post-processing");
  expect(script.end).toEqual({ exitCode: 0 });
});
