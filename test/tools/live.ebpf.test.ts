import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Arguments } from "../../src/tools/argument.ts";
import { tools } from "../../src/tools/registry.ts";
import type { Parsed, Tool, Variant } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { collectLive, probe } from "./collect-live.ts";
import { nativeProcess } from "./native-process.ts";
import { plain } from "./recording.ts";
import { buildWorkloads, startWorkload, type Workload } from "./workloads.ts";

/** Every variant that this machine can run, for two seconds over a program with a known hot function. */
const args: Arguments = { duration: 2_000, frequency: 49 };

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

const cgroups = {
  cpu: "/sys/fs/cgroup/cpu",
  cpuacct: "/sys/fs/cgroup/cpuacct",
  memory: "/sys/fs/cgroup/memory",
  unified: "/sys/fs/cgroup",
};

function run(variant: Variant): Promise<Parsed> {
  return collectLive(variant, args, { kind: "process", processes: [nativeProcess(hot.pid)], cgroups });
}

/** What each tool must find in three copies of a program that only computes. */
const finds: Readonly<Record<string, (facts: Record<string, unknown>) => void>> = {
  "cpu-neighbours": (facts) => expect(facts).toMatchObject({ cpus: probe.cpus, policy: "other", waitingThread: "hot" }),
  "run-queue-rivals": (facts) => expect(facts["waited"]).toBeGreaterThan(1),
  "cpu-bursts": (facts) => expect(facts).toMatchObject({ limited: false, threads: 1 }),
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
  descriptors: (facts) => expect(facts).toMatchObject({ process: "hot", pid: hot.pid, growingKind: "none" }),
  syscalls: (facts) => expect(facts["watched"]).toBeGreaterThan(1),
  sockets: (facts) => expect(facts).toMatchObject({ ownNamespace: expect.any(Boolean), alone: false, closeWaits: [] }),
  "tcp-counters": (facts) => expect(facts["segmentsOut"]).toBeTypeOf("number"),
  tcplife: (facts) => expect(facts["peers"]).toEqual([]),
  tcpconnlat: (facts) => expect(facts).toMatchObject({ connects: 0, failed: 0, peers: [] }),
  tcpretrans: (facts) => expect(facts["againOnNode"]).toBeTypeOf("number"),
  tcpdrop: (facts) => expect(facts["droppedOnNode"]).toBeTypeOf("number"),
  "cgroup-cpu": (facts) => expect(facts["throttledShare"]).toBeTypeOf("number"),
  vmstat: (facts) => expect(facts["available"]).toBeGreaterThan(0),
  futex: (facts) => expect(facts).toMatchObject({ waiting: 0, locks: [] }),
  "page-faults": (facts) => expect(facts).toMatchObject({ largestName: "hot", largestPid: hot.pid }),
  "direct-reclaim": (facts) => expect(facts["waited"]).toBeTypeOf("number"),
  "disk-load": (facts) => expect(facts["inFlight"]).toBeTypeOf("number"),
  "disk-requests": (facts) => expect(facts["requests"]).toBeTypeOf("number"),
  "disk-users": (facts) => expect(facts["ownRead"]).toBeTypeOf("number"),
  "file-io": (facts) => expect(facts).toMatchObject({ reads: 0, writes: 0 }),
  "file-syncs": (facts) => expect(facts).toMatchObject({ waited: 0, calls: [] }),
};

function lacking(variant: Variant): string | undefined {
  return variant.requires
    .map((requirement) =>
      unmet(requirement, probe, { target: "process", runtimes: ["native"], cluster: false, allowAttach: false }),
    )
    .find((one) => one !== undefined)?.message;
}

/** Headers of another kernel serve for programs that read no kernel structures; BCC's runqlat and runqslower read task_struct. */
function foreignHeaders(tool: Tool, variant: Variant): string | undefined {
  if ((tool.name !== "runqlat" && tool.name !== "run-queue-rivals") || variant.name !== "bcc" || probe.headers === null)
    return undefined;
  const file = `/lib/modules/${probe.kernel.release}/build/include/generated/utsrelease.h`;
  const isOurs = existsSync(file) && readFileSync(file, "utf8").includes(`"${probe.kernel.release}"`);
  return isOurs ? undefined : "the headers are of another kernel";
}

/** Known only when they are started, and then the next variant is tried. */
function doesNotRun({ name }: Tool, variant: Variant): string | undefined {
  if (variant.name === "timedatectl" && !existsSync("/run/systemd/system")) return "systemd does not run here";
  if (name !== "disk-requests" || variant.name !== "libbpf" || probe.kprobes) return undefined;
  // Those of before Linux 6.5 watch a function of the kernel, not its tracepoint.
  const isOld = !readFileSync(probe.binaries["biosnoop"] ?? "/dev/null").includes("block_io_start");
  return isOld ? "this biosnoop watches a function, and this kernel has no kprobes" : undefined;
}

/** memleak needs a program that allocates: `memleak.ebpf.test.ts`. */
const here = tools.filter(({ name }) => name !== "memleak");

describe.each(here.flatMap((tool) => tool.variants.map((variant) => ({ tool, variant }))))(
  "live",
  ({ tool, variant }) => {
    const reason = lacking(variant) ?? foreignHeaders(tool, variant) ?? doesNotRun(tool, variant);
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
