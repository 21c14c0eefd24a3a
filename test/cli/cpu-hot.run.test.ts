import { beforeAll, expect, test } from "vitest";
import { findBinaries } from "../../src/runner/probe/find-binaries.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildWorkloads, startWorkload, type WorkloadName } from "../tools/workloads.ts";
import { diag, hasFile, readFindings, readManifest, readReport } from "./diag.ts";
import { isRoot } from "./requirements.ts";

const hasPySpy = findBinaries([{ names: ["py-spy"], package: "" }])["py-spy"] !== undefined;

beforeAll(() => buildWorkloads(["hot", "threads", "syscalls", "python"]));

async function cpuHot(name: WorkloadName, words: readonly string[] = []) {
  await using workload = await startWorkload(name);
  const out = `${temporaryFolder()}/bundle`;
  const run = await diag([
    "run",
    "cpu-hot",
    "--pid",
    `${workload.pid}`,
    "--param",
    "duration=3s",
    "--out",
    out,
    ...words,
  ]);
  return { ...run, out, pid: workload.pid };
}

function outcomes(out: string): Record<string, string> {
  return Object.fromEntries(readFindings(out).findings.map(({ check, outcome }) => [check, outcome]));
}

test.skipIf(!isRoot)("a hot program: its hot function is the top finding [needs root]", async () => {
  const { exitCode, stdout, stderr, out, pid } = await cpuHot("hot");
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
  const [top] = readFindings(out).findings;
  expect(top).toMatchObject({ check: "hot-function", outcome: "fail" });
  expect(top?.message).toMatch(
    new RegExp(
      `^checksum burns \\S+\\s% of the CPU time of hot \\(pid ${pid}\\), which uses \\S+\\s% of one core: checksum ← handle_request ← serve ← main`,
    ),
  );
  expect(stdout).toMatch(/^ *FAIL +checksum burns/m);
  expect(stdout.trimEnd()).toMatch(new RegExp(`report {2}${out}/report.html$`));
  expect(readReport(out).split("\n").slice(0, 12).join("\n")).toContain("checksum burns");
  expect(readManifest(out)).toMatchObject({
    state: "complete",
    target: { processes: [{ pid, containerPid: pid }], runtime: "native" },
  });
  for (const path of ["report.html", "report.json", "facts.json", "events.ndjson", "profiles/cpu.stacks.folded"]) {
    expect(hasFile(out, path), path).toBe(true);
  }
});

test.skipIf(!isRoot)("an idle process: no warn, no fail, and it says so [needs root]", async () => {
  const { exitCode, stdout, out } = await cpuHot("idle");
  expect(Object.values(outcomes(out))).not.toContain("fail");
  expect(Object.values(outcomes(out))).not.toContain("warn");
  expect(stdout).toMatch(/Nothing to see: sleep \(pid \d+\) uses 0\s% of\s+one core/);
  expect(exitCode).toBe(0);
});

test.skipIf(!isRoot)("system calls: kernel time is told [needs root]", async () => {
  const { out } = await cpuHot("syscalls");
  expect(outcomes(out)).toMatchObject({ "kernel-time": "info" });
});

test.skipIf(!isRoot || hasPySpy)(
  "an interpreter is told, with what sees through it [needs root, no py-spy]",
  async () => {
    const { out } = await cpuHot("python");
    const finding = readFindings(out).findings.find(({ check }) => check === "interpreter");
    expect(finding?.outcome).toMatch(/info|warn/);
    expect(finding?.remedy).toBe(
      "Run it through the toolbox (--in docker), which has py-spy, or start python (3.12 or later) with -X perf.",
    );
  },
);

test.skipIf(!isRoot)(
  "--json prints the findings and nothing else on stdout; --fail-on never exits with 0 [needs root]",
  async () => {
    const { exitCode, stdout, out } = await cpuHot("hot", ["--json", "--quiet", "--fail-on", "never"]);
    expect(JSON.parse(stdout)).toEqual({ ...readFindings(out), bundle: out });
    expect(exitCode).toBe(0);
  },
);

test.skipIf(!isRoot)("a host: the hot process is named [needs root]", async () => {
  await using workload = await startWorkload("hot");
  const out = `${temporaryFolder()}/bundle`;
  await diag(["run", "cpu-hot", "--host", "--param", "duration=3s", "--out", out]);
  const finding = readFindings(out).findings.find(({ check }) => check === "hot-process");
  expect(finding?.outcome).toMatch(/warn|fail/);
  expect(finding?.message).toContain(`hot (pid ${workload.pid})`);
});

test.skipIf(!isRoot)(
  "the same report comes again from the bundle alone, and from its raw output [needs root]",
  async () => {
    const { out } = await cpuHot("hot");
    const [first, findings] = [readReport(out), readFindings(out)];
    const again = await diag(["report", out, "--format", "md,html"]);
    expect(again.exitCode).toBe(0);
    expect(readReport(out)).toBe(first);

    const replayed = `${temporaryFolder()}/replayed`;
    const replay = await diag(["run", "cpu-hot", "--recorded", out, "--out", replayed]);
    expect(replay.exitCode).toBe(3);
    expect(readFindings(replayed)).toEqual(findings);
    expect(readManifest(replayed).site).toBe("recorded");
  },
);
