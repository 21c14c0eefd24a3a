/**
 * Makes the recordings of this folder anew: `node test/tools/recordings/record.ts [TOOL/VARIANT/WORKLOAD…]`, as root.
 * Each is the raw output of one variant over one workload, with the exact commands beside it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { programWords } from "../../../src/runner/own-program.ts";
import { probeNode } from "../../../src/runner/probe/probe-node.ts";
import { sampleFiles } from "../../../src/runner/sample-files.ts";
import { cat, diagItself } from "../../../src/tools/programs.ts";
import { binariesOf, toolNamed } from "../../../src/tools/registry.ts";
import { locate } from "../../../src/tools/requirement.ts";
import type { Command, NodeTarget } from "../../../src/tools/tool.ts";
import { unmet } from "../../../src/tools/unmet.ts";
import { buildWorkloads, runtimeOf, startWorkload, type WorkloadName, workloads } from "../workloads.ts";
import { inContainerCgroup } from "./container-cgroup.ts";
import { nativeProcess } from "../native-process.ts";

const durationMs = 2_000;

/** `:N`: one in N sampled. `+N`: beside N more of the hot program, so that CPUs are short. `@host`: the target is the host. `%`: in a throttled cgroup. */
const wanted = [
  ...["bcc", "perf", "bpftrace"].flatMap((variant) =>
    ["hot", "sort", "syscalls", "idle", "node", "node-perf", "python", "java", "hot@host"].map((workload) => `profile/${variant}/${workload}`),
  ),
  ...["hot", "sort", "syscalls", "idle", "hot@host"].map((workload) => `profile/libbpf/${workload}`),
  ...["python", "python-c"].flatMap((workload) => [`profile/py-spy/${workload}`, `profile/py-spy-plain/${workload}`]),
  "profile/rbspy/ruby", "profile/async-profiler/java", "profile/async-profiler/shop", "profile/node-inspector/node", "profile/perf-map/node-perf",
  ...["bpftrace", "bcc", "libbpf"].flatMap((variant) => ["leak", "no-leak", "leak:5", "leak-cxx", "storm"].map((workload) => `memleak/${variant}/${workload}`)),
  ...["go-churn", "node-churn", "python-cycles", "shop"].map((workload) => `gc-cpu/perf/${workload}`), "gc-pauses/hsperfdata/shop", "gc-pauses/usdt/python-cycles", "allocations/node-inspector/node-churn",
  "allocations/async-profiler/shop", "lock-waits/async-profiler/shop",
  ...["libbpf", "bpftrace", "bcc"].flatMap((variant) => ["hot+2", "hot+2@host", "idle"].map((workload) => `runqlat/${variant}/${workload}`)),
  "mpstat/sysstat/hot@host", "mpstat/sysstat/hot+2@host",
  "pidstat/sysstat/hot+2", "pidstat/sysstat/hot+2@host", "pidstat/sysstat/idle",
  "threads/procfs/threads", "threads/procfs/hot+2", "threads/procfs/idle",
  "process/procfs/hot%", "process/procfs/python", "process/procfs/java",
  ...["bpftrace", "bpftrace-plain", "libbpf"].flatMap((variant) => ["hot+2", "idle"].map((workload) => `run-queue-rivals/${variant}/${workload}`)), "run-queue-rivals/bpftrace/hot+2@host",
  "cpu-neighbours/procfs/hot+2", "cpu-neighbours/procfs/idle%", "cpu-neighbours/procfs/hot+2@host",
  "cpu-bursts/cgroupfs/hot%", "cpu-bursts/cgroupfs/threads%", "cpu-bursts/cgroupfs/hot",
  "cgroup-cpu/cgroupfs/hot%", "cgroup-cpu/cgroupfs/idle%", "cgroup-cpu/cgroupfs/hot",
  "cpu-pressure/procfs/hot+2", "cpu-pressure/procfs/idle@host",
  ...["bpftrace", "procfs"].flatMap((variant) => ["spawns", "idle"].map((workload) => `process-starts/${variant}/${workload}`)), "process-starts/bpftrace/spawns@host",
  ...["bpftrace", "perf"].flatMap((variant) => ["calls", "idle"].map((workload) => `syscalls/${variant}/${workload}`)), "syscalls/procfs/calls",
  ...["bpftrace", "procfs"].flatMap((variant) => ["restarts", "idle"].map((workload) => `start-timeline/${variant}/${workload}`)),
  "process-memory/procfs/leak", "process-memory/procfs/idle", "memory-map/procfs/leak", "vmstat/procfs/idle@host", "cgroup-reclaim/cgroupfs/leak%", "page-faults/procfs/leak", "direct-reclaim/bpftrace/leak", "direct-reclaim/libbpf/idle@host", "cgroup-memory/cgroupfs/leak%", "cgroup-memory/cgroupfs/idle", "oom-history/dmesg/leak%",
  "disk-load/cgroupfs/sync", "disk-load/cgroupfs/sync%", "disk-load/procfs/idle@host", "disk-users/procfs/sync",
  "disk-requests/bpftrace/sync", "disk-requests/bpftrace/sync@host", "disk-requests/bpftrace/idle", "disk-requests/libbpf/sync",
  ...["bpftrace", "bpftrace-plain", "procfs"].flatMap((variant) => ["sync", "idle"].map((workload) => `file-syncs/${variant}/${workload}`)),
  ...["bpftrace", "procfs"].flatMap((variant) => ["files", "idle"].map((workload) => `file-io/${variant}/${workload}`)), "file-io/libbpf/files",
  ...["interfaces/procfs", "kernel-limits/procfs", "clock/adjtimex", "kernel-log/dmesg", "file-systems/all-namespaces", "file-systems/own-namespace", "stuck-tasks/procfs"].map((variant) => `${variant}/idle@host`),
];

const runtimeProfilers = new Set(["py-spy", "py-spy-plain", "rbspy", "async-profiler", "perf-map", "node-inspector"]);

const [, , ...chosen] = process.argv;
const recordings = chosen.length > 0 ? chosen : wanted;
const probe = probeNode([...binariesOf(), cat]);
const names = Object.keys(workloads) as WorkloadName[];
buildWorkloads(names.filter((name) => recordings.some((recording) => recording.split("/")[2]?.split(/[:+@%]/)[0] === name)));
for (const recording of recordings) await record(recording);

async function record(recording: string): Promise<void> {
  const [toolName = "", variantName = "", spec = ""] = recording.split("/");
  const variant = toolNamed(toolName)?.variants.find(({ name }) => name === variantName);
  const [, name = "", sampleRate, beside = "0", quota, host] = /^([a-z-]+)(?::(\d+))?(?:\+(\d))?(%)?(@host)?$/.exec(spec) ?? [];
  if (variant === undefined) throw new Error(`no ${toolName}/${variantName}`);
  const lacks = variant.requires.map((one) => unmet(one, probe, { target: host === undefined ? "process" : "host", allowAttach: true })).find((one) => one !== undefined);
  if (lacks !== undefined) return console.log(`skipped ${recording}: ${lacks.message}`);

  await using stack = new AsyncDisposableStack();
  const workload = stack.use(await startWorkload(name as WorkloadName));
  for (let extra = 0; extra < Number(beside); extra++) stack.use(await startWorkload("hot"));
  const cgroups = quota === undefined ? { cpu: "/sys/fs/cgroup/cpu", cpuacct: "/sys/fs/cgroup/cpuacct", memory: "/sys/fs/cgroup/memory" } : stack.use(inContainerCgroup(workload.pid)).cgroups;
  if (name === "java") execFileSync("jcmd", [`${workload.pid}`, "Compiler.perfmap"]);
  const target: NodeTarget = host === undefined ? { kind: "process", processes: [{ ...nativeProcess(workload.pid), runtime: runtimeOf(name as WorkloadName) }], cgroups } : { kind: "host", cgroups };
  const args = { duration: durationMs, frequency: 49, ...(runtimeProfilers.has(variantName) ? { frames: "program" } : {}), ...(toolName === "memleak" ? { minimumAge: 500 } : {}), ...(sampleRate === undefined ? {} : { sampleRate: Number(sampleRate) }) };
  const collection = variant.collect(args, { target, artifact: (file) => `/tmp/diag-workloads/${file}` });

  let stdout = Buffer.alloc(0);
  let stderr = "";
  let exitCode: number | null = 0;
  if (collection.kind === "samples") {
    const chunks: Uint8Array[] = [];
    await sampleFiles({ ...collection, onStdout: (chunk) => void chunks.push(chunk), signal: new AbortController().signal });
    stdout = Buffer.concat(chunks);
  } else if (collection.kind === "snapshot") {
    throw new Error(`${recording} is recorded from a cluster: test/tools/pod.kubernetes.test.ts`);
  } else {
    for (const [index, command] of collection.commands.entries()) {
      const end = run(command);
      stderr += end.stderr.toString();
      exitCode = end.status;
      if (index === collection.commands.length - 1) stdout = end.stdout;
    }
  }
  const folder = join(import.meta.dirname, toolName);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${variantName}-${spec.replace(/[:+@%]/g, "-").replace("--", "-").replace(/-$/, "-limited")}`);
  writeFileSync(`${file}.stdout`, stdout);
  writeFileSync(`${file}.stderr`, stderr);
  const commands = collection.kind === "samples" ? { paths: collection.paths, intervalMs: collection.intervalMs } : { commands: collection.kind === "commands" ? collection.commands.map(shown) : [] };
  const about = { recording, workload: workloads[name as WorkloadName].join(" "), pid: workload.pid, args, kernel: probe.kernel.release, ...commands, exitCode };
  writeFileSync(`${file}.json`, `${JSON.stringify(about, undefined, 2)}\n`);
  console.log(`${recording}: exit ${exitCode}, ${readFileSync(`${file}.stdout`).length} bytes`);
}

function run(command: Command) {
  const [path, ...own] = programWords(command.binary, probe);
  return spawnSync(path, [...own, ...command.argv], { env: { ...process.env, LC_ALL: "C", ...command.env }, maxBuffer: 64 * 1024 * 1024 });
}

function shown({ binary, argv, env }: Command) {
  const program = binary === diagItself ? "diag" : basename(locate(binary, probe) ?? "");
  return { argv: [program, ...argv], ...(env === undefined ? {} : { env }) };
}
