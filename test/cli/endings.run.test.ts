import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildWorkloads, startWorkload } from "../tools/workloads.ts";
import { hasFile, readFindings, readManifest, readReport, startDiag } from "./diag.ts";
import { isRoot } from "./requirements.ts";

beforeAll(() => buildWorkloads(["hot"]));

/** Processes that were started for a bundle in `out`, or that watch `pid`: the tools of a run. */
function toolsOf(pid: number): string[] {
  return readdirSync("/proc").flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
      return words.includes(`${pid}`) && !words.includes("run") ? [words.join(" ")] : [];
    } catch {
      return [];
    }
  });
}

/** Starts a long run and waits until its tools run. */
async function startRun(pid: number) {
  const out = `${temporaryFolder()}/bundle`;
  const run = startDiag(["run", "cpu-hot", "--pid", `${pid}`, "--param", "duration=1m", "--out", out]);
  const deadline = Date.now() + 20_000;
  while (toolsOf(pid).length < 3 && Date.now() < deadline) await sleep(100);
  await sleep(1_500);
  return { run, out };
}

async function toolsAfterward(pid: number): Promise<string[]> {
  for (let wait = 0; wait < 20 && toolsOf(pid).length > 0; wait++) await sleep(100);
  return toolsOf(pid);
}

test.skipIf(!isRoot)("Ctrl-C once: what there is is kept and rendered [needs root]", async () => {
  await using workload = await startWorkload("hot");
  const { run, out } = await startRun(workload.pid);
  run.kill("SIGINT");
  const { exitCode, stdout } = await run;
  expect(exitCode).toBe(130);
  expect(readManifest(out)).toMatchObject({ state: "interrupted", reason: "interrupted by the user" });
  expect(readFindings(out).findings[0]).toMatchObject({ check: "hot-function", outcome: "fail" });
  expect(String(stdout)).toContain("checksum burns");
  expect(readReport(out)).toContain("interrupted");
  expect(await toolsAfterward(workload.pid)).toEqual([]);
});

test.skipIf(!isRoot)(
  "Ctrl-C twice: it leaves at once, the bundle can be read, no tool is left [needs root]",
  async () => {
    await using workload = await startWorkload("hot");
    const { run, out } = await startRun(workload.pid);
    run.kill("SIGINT");
    await sleep(20);
    run.kill("SIGINT");
    const { exitCode } = await run;
    expect(exitCode).toBe(130);
    expect(readManifest(out).state).toBe("running");
    expect(await toolsAfterward(workload.pid)).toEqual([]);
  },
);

test.skipIf(!isRoot)("kill -9: no tool is left, and the bundle says that it is incomplete [needs root]", async () => {
  await using workload = await startWorkload("hot");
  const { run, out } = await startRun(workload.pid);
  run.kill("SIGKILL");
  await run;
  expect(await toolsAfterward(workload.pid)).toEqual([]);
  expect(readManifest(out).state).toBe("running");
  const { exitCode, stdout } = await startDiag(["report", out]);
  expect({ exitCode, stdout: String(stdout) }).toMatchObject({ exitCode: 0 });
  expect(readReport(out)).toMatch(/cut off|did not end|was killed|incomplete/i);
});

test.skipIf(!isRoot)("a target that exits in the middle: a partial report, exit 4 [needs root]", async () => {
  const workload = await startWorkload("hot");
  const { run, out } = await startRun(workload.pid);
  await workload[Symbol.asyncDispose]();
  const { exitCode } = await run;
  expect(exitCode).toBe(4);
  expect(readManifest(out)).toMatchObject({ state: "stopped", reason: "the target process exited" });
  expect(readReport(out)).toContain("the target process exited");
  expect(hasFile(out, "report.html")).toBe(true);
});
