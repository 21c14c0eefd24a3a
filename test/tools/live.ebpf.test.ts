import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeNode } from "../../src/runner/probe/probe-node.ts";
import { sampleFiles } from "../../src/runner/sample-files.ts";
import type { Arguments } from "../../src/tools/argument.ts";
import { binariesOf, tools } from "../../src/tools/registry.ts";
import { locate } from "../../src/tools/requirement.ts";
import type { Node, Parsed, RawOutput, Tool, Variant } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { nativeProcess } from "./native-process.ts";
import { plain } from "./recording.ts";
import { buildWorkloads, startWorkload, type Workload } from "./workloads.ts";

/** Every variant that this machine can run, for two seconds over a program with a known hot function. */
const args: Arguments = { duration: 2_000, frequency: 49 };

if (process.geteuid?.() === 0) mountTracing();
const probe = probeNode(binariesOf());

function mountTracing(): void {
  for (const [type, path] of [
    ["tracefs", "/sys/kernel/tracing"],
    ["debugfs", "/sys/kernel/debug"],
    ["bpf", "/sys/fs/bpf"],
  ] as const) {
    try {
      execFileSync("mount", ["-t", type, type, path], { stdio: "ignore" });
    } catch {
      // It is mounted already, or may not be: the probe tells.
    }
  }
}

let hot: Workload;
let beside: Workload[] = [];
beforeAll(async () => {
  buildWorkloads(["hot"]);
  hot = await startWorkload("hot");
  beside = await Promise.all([startWorkload("hot"), startWorkload("hot")]);
});
afterAll(async () => {
  for (const workload of [hot, ...beside]) await workload[Symbol.asyncDispose]();
});

async function run(variant: Variant): Promise<Parsed> {
  const node: Node = {
    target: {
      kind: "process",
      processes: [nativeProcess(hot.pid)],
      cgroups: { cpu: "/sys/fs/cgroup/cpu", cpuacct: "/sys/fs/cgroup/cpuacct", unified: "/sys/fs/cgroup" },
    },
    artifact: (name) => `/tmp/diag-workloads/${process.pid}.${name}`,
  };
  const collection = variant.collect(args, node);
  const context = { args, cpus: probe.cpus, pids: [hot.pid], elapsedMs: 2_000 };
  if (collection.kind === "samples") {
    const chunks: Uint8Array[] = [];
    await sampleFiles({
      ...collection,
      onStdout: (chunk) => void chunks.push(chunk),
      signal: new AbortController().signal,
    });
    return variant.parse({ stdout: Buffer.concat(chunks), stderr: "", partial: false }, context);
  }
  if (collection.kind === "snapshot") throw new Error(`${variant.name} needs a cluster`);
  let output: RawOutput = { stdout: new Uint8Array(), stderr: "", partial: false };
  for (const { binary, argv, env } of collection.commands) {
    const result = await execa(locate(binary, probe) ?? "", [...argv], {
      encoding: "buffer",
      reject: false,
      env: { LC_ALL: "C", ...env },
      timeout: 40_000,
      maxBuffer: 64e6,
    });
    output = { stdout: result.stdout, stderr: output.stderr + Buffer.from(result.stderr).toString(), partial: false };
  }
  return variant.parse(output, context);
}

/** What each tool must find in three copies of a program that only computes. */
const finds: Readonly<Record<string, (facts: Record<string, unknown>) => void>> = {
  profile: (facts) =>
    expect(facts).toMatchObject({
      topFunction: "checksum",
      topPath: expect.stringMatching(/^checksum ← handle_request ← serve ← main/),
    }),
  runqlat: (facts) => expect(facts["waits"]).toBeGreaterThan(10),
  mpstat: (facts) => expect(facts["user"]).toBeGreaterThan(20),
  pidstat: (facts) => expect(facts).toMatchObject({ topCommand: "hot", topPid: hot.pid }),
  threads: (facts) => expect(facts).toMatchObject({ busiestName: "hot", busiestTid: hot.pid, count: 1 }),
  process: (facts) => expect(facts).toMatchObject({ name: "hot", pid: hot.pid, runtime: "native" }),
  "cpu-pressure": (facts) => expect(facts["runnableMaximum"]).toBeGreaterThan(1),
  "cgroup-cpu": (facts) => expect(facts["throttledShare"]).toBeTypeOf("number"),
};

function lacking(variant: Variant): string | undefined {
  return variant.requires
    .map((requirement) =>
      unmet(requirement, probe, { target: "process", runtimes: ["native"], pod: false, allowAttach: false }),
    )
    .find((one) => one !== undefined)?.message;
}

/** Headers of another kernel serve for programs that read no kernel structures; BCC's runqlat reads task_struct. */
function foreignHeaders(tool: Tool, variant: Variant): string | undefined {
  if (tool.name !== "runqlat" || variant.name !== "bcc" || probe.headers === null) return undefined;
  const file = `/lib/modules/${probe.kernel.release}/build/include/generated/utsrelease.h`;
  const isOurs = existsSync(file) && readFileSync(file, "utf8").includes(`"${probe.kernel.release}"`);
  return isOurs ? undefined : "the headers are of another kernel";
}

/** memleak needs a program that allocates: `memleak.ebpf.test.ts`. */
const here = tools.filter(({ name }) => name !== "memleak");

describe.each(here.flatMap((tool) => tool.variants.map((variant) => ({ tool, variant }))))(
  "live",
  ({ tool, variant }) => {
    const reason = lacking(variant) ?? foreignHeaders(tool, variant);
    it.skipIf(reason !== undefined)(
      `${tool.name}/${variant.name} tells the hot program${reason === undefined ? "" : ` (skipped: ${reason})`}`,
      { timeout: 60_000 },
      async () => {
        const { facts, problem } = await run(variant);
        expect(problem).toBeUndefined();
        finds[tool.name]?.(plain(facts));
      },
    );
  },
);
