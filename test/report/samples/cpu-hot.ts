import type { Facts } from "../../../src/documents/facts.generated.ts";
import type { Findings } from "../../../src/documents/findings.generated.ts";
import type { Manifest, StepResult } from "../../../src/documents/manifest.generated.ts";
import type { Plan } from "../../../src/documents/plan.generated.ts";
import type { Probe } from "../../../src/documents/probe.generated.ts";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { folded } from "./folded.ts";

/** A run of cpu-hot on a busy service, as the tools would tell of it: one fallback, one partial step, one unknown. */
export async function cpuHot(): Promise<ReportInput> {
  const { tree } = await readFolded([Buffer.from(folded)]);
  return {
    manifest,
    plan,
    facts,
    findings,
    probe,
    playbookSections: [
      {
        kind: "flamegraph",
        fact: "cpu.stacks",
        title: "Where the CPU time goes",
        caption: "Each box is a function, as wide as its share of the samples; what it called stands on it.",
      },
      { kind: "table", fact: "threads.threads", title: "Threads by CPU time" },
      {
        kind: "chart",
        fact: "limit.usageOverTime",
        title: "CPU time against the limit",
        caption: "The limit is a quota for each period of 100 ms; a burst can reach it while the mean stays below.",
      },
      { kind: "chart", fact: "limit.throttledOverTime", title: "CPU time against the limit" },
      { kind: "chart", fact: "limit.quota", title: "CPU time against the limit" },
      { kind: "histogram", fact: "waits.latency", title: "How long threads waited for a CPU" },
      { kind: "table", fact: "host.perCpu", title: "What each CPU did" },
      { kind: "text", fact: "who.command", title: "Command line" },
    ],
    stacks: new Map([["profiles/cpu.stacks.folded", tree]]),
    rawOutput: [
      { step: "cpu", stream: "stdout", text: folded.slice(0, 900), bytes: 212_480, path: "steps/cpu/stdout" },
      {
        step: "limit",
        stream: "stdout",
        text: "nr_periods 100\nnr_throttled 31\n",
        bytes: 31,
        path: "steps/limit/stdout",
      },
      { step: "host", stream: "stderr", text: "mpstat: command not found\n", bytes: 26, path: "steps/host/stderr" },
    ],
  };
}

function step(id: string, label: string, more: Partial<StepResult> = {}): StepResult {
  return {
    id,
    label,
    status: "ok",
    attempts: [],
    durationMs: 10_040,
    notes: [],
    startedAt: "2026-11-23T13:36:01.420Z",
    ...more,
  };
}

export const manifest: Manifest = {
  schema: "diag/manifest/v1",
  run: "7f3c9a52-cpu-hot",
  state: "complete",
  diag: "0.1.0",
  site: "local",
  playbook: {
    name: "cpu-hot",
    version: "1.0.0",
    title: "Who burns the CPU, in which function, and is something holding it back?",
    digest: "sha256:6d1f0a3be8f94c1b57fdc2a2a9e30d4a1f5c97ab0f2e3d4c5b6a79880716e5d4",
  },
  target: {
    kind: "process",
    label: "checkout (4242)",
    host: "worker-3",
    processes: [{ pid: 4242, containerPid: 1, command: "/srv/checkout --port 8080", runtime: "native" }],
    command: "/srv/checkout --port 8080",
    runtime: "native",
    container: "3b1f9c7de0a2",
  },
  startedAt: "2026-11-23T13:36:01.000Z",
  window: { from: "2026-11-23T13:36:01.420Z", to: "2026-11-23T13:36:12.110Z" },
  finishedAt: "2026-11-23T13:36:12.400Z",
  steps: [
    step("who", "process", { durationMs: 12 }),
    step("cpu", "profile", {
      variant: "perf",
      durationMs: 10_690,
      argv: ["perf", "record", "-F", "49", "-e", "cpu-clock", "-g", "-p", "4242", "--", "sleep", "10"],
      attempts: [
        {
          variant: "bcc",
          outcome: "rejected",
          reason: {
            code: "no-headers",
            message: "no kernel headers for 6.1.0-28-cloud-amd64",
            mend: "apt-get install linux-headers-6.1.0-28-cloud-amd64",
          },
        },
      ],
      notes: ["3 of 1,943 samples were lost.", "41 samples end in [unknown]: libcrypto.so.3 has no symbols."],
      stdoutBytes: 212_480,
      cost: { cpuMs: 170, maxRssBytes: 84 * 1024 ** 2, diskBytes: 1_312_480 },
    }),
    step("threads", "threads", { cost: { cpuMs: 0, maxRssBytes: 0, diskBytes: 48_112 } }),
    step("waits", "runqlat", {
      variant: "libbpf",
      precision: "power-of-two buckets",
      cost: { cpuMs: 40, maxRssBytes: 12 * 1024 ** 2, diskBytes: 2_204 },
    }),
    step("limit", "cgroup-cpu"),
    step("host", "mpstat", {
      status: "failed",
      durationMs: 4,
      exitCode: 127,
      reason: { code: "binary-missing", message: "mpstat is not installed", mend: "apt-get install sysstat" },
    }),
  ],
  cost: { cpuMs: 331, maxRssBytes: 88 * 1024 ** 2, runnerCpuMs: 121 },
  files: {
    "facts.json": { bytes: 48_112, sha256: "a".repeat(64) },
    "profiles/cpu.stacks.folded": { bytes: 98_230, sha256: "b".repeat(64) },
    "steps/cpu/stdout": { bytes: 212_480, sha256: "c".repeat(64) },
  },
};

function planned(id: string, tool: string, title: string): Plan["steps"][number] {
  return {
    kind: "tool",
    id,
    title,
    tool,
    arguments: {},
    variants: ["bcc"],
    needs: [],
    onError: "continue",
    windowMs: 10_000,
    timeoutMs: 25_000,
    maxOutputBytes: 1 << 26,
  };
}

const plan: Plan = {
  schema: "diag/plan/v1",
  playbook: manifest.playbook,
  params: { duration: 10_000, frequency: 49 },
  target: { kind: "process", pid: 4242 },
  steps: [
    planned("who", "process", "The process"),
    planned("cpu", "profile", "Stacks on the CPU"),
    planned("threads", "threads", "CPU time of threads"),
    planned("waits", "runqlat", "Waits for a CPU"),
    planned("limit", "cgroup-cpu", "CPU limit"),
    planned("host", "mpstat", "What the CPUs do"),
  ],
  privileges: [{ name: "CAP_PERFMON", reason: "samples stacks of another process", steps: ["cpu", "waits"] }],
  mounts: [],
  consent: { attach: false, force: false },
  budget: { cpuPercentOfCore: 100, memoryBytes: 1024 ** 3, diskBytes: 512 * 1024 ** 2 },
  estimate: { cpuPercentOfCore: 4, basis: "measured on an idle 4-CPU virtual machine" },
  windowMs: 10_000,
  deadlineMs: 60_000,
};

const wave = (seconds: number) => 100 + 95 * Math.sin(seconds / 1.7) ** 2 - 3 * Math.cos(seconds * 7);

export const facts: Facts = {
  schema: "diag/facts/v1",
  steps: {
    who: { command: { kind: "string", value: "/srv/checkout --port 8080" } },
    cpu: { stacks: { kind: "profile", unit: "samples", file: "profiles/cpu.stacks.folded", total: 1940, stacks: 42 } },
    threads: {
      threads: {
        kind: "table",
        columns: [
          { name: "tid", kind: "number" },
          { name: "name", kind: "string" },
          { name: "cpu", kind: "number", unit: "percent-of-core" },
          { name: "waiting", kind: "number", unit: "percent-of-core" },
          { name: "state", kind: "string" },
        ],
        rows: [
          [4250, "worker-0", 99.2, 1.4, "R"],
          [4251, "worker-1", 62.8, 21.9, "R"],
          [4242, "checkout", 0.4, 0, "S"],
          [4260, "gc|sweep", 12.04, 0.31, "S"],
        ],
      },
    },
    waits: {
      latency: {
        kind: "histogram",
        unit: "microseconds",
        buckets: [
          { low: 0, high: 2, count: 0 },
          { low: 2, high: 4, count: 38 },
          { low: 4, high: 8, count: 412 },
          { low: 8, high: 16, count: 1180 },
          { low: 16, high: 32, count: 706 },
          { low: 32, high: 64, count: 121 },
          { low: 64, high: 128, count: 40 },
          { low: 128, high: 256, count: 9 },
          { low: 256, high: 512, count: 0 },
          { low: 512, high: 1024, count: 3 },
        ],
      },
    },
    limit: {
      quota: { kind: "number", unit: "percent-of-core", value: 200 },
      usageOverTime: {
        kind: "series",
        unit: "percent-of-core",
        points: Array.from({ length: 40 }, (_, i) => [(i + 1) / 4, wave((i + 1) / 4)] as [number, number]),
      },
      throttledOverTime: {
        kind: "series",
        unit: "percent-of-core",
        points: Array.from(
          { length: 40 },
          (_, i) => [(i + 1) / 4, Math.max(0, wave((i + 1) / 4) - 150)] as [number, number],
        ),
      },
    },
  },
};

export const findings: Findings = {
  schema: "diag/findings/v1",
  verdict: {
    outcome: "fail",
    check: "hot-function",
    message:
      "parse_price burns 62.7\u202f% of the CPU time of checkout (4242), which uses 174\u202f% of one core: parse_price ← read_basket ← handle_request ← serve ← main",
  },
  findings: [
    {
      check: "hot-function",
      title: "One function burns most of the CPU time",
      outcome: "fail",
      message:
        "parse_price burns 62.7\u202f% of the CPU time of checkout (4242), which uses 174\u202f% of one core: parse_price ← read_basket ← handle_request ← serve ← main",
      remedy:
        "Start at parse_price: call it less often or make it cheaper. Everything else together is at most 37.3\u202f% of the time.",
      rationale:
        "80 % of a core is where one thread nears what it can get. A function with half of the samples bounds the gain: without it the process would need less than half the CPU (Amdahl).",
      rule: "threads.cpu >= 80 && cpu.topShare >= 50",
      values: [
        { fact: "threads.cpu", text: "174\u202f% of one core" },
        { fact: "cpu.topShare", text: "62.7\u202f%" },
      ],
      evidence: ["cpu.stacks"],
    },
    {
      check: "throttled",
      title: "The CPU limit holds it back",
      outcome: "warn",
      message:
        "Its CPU limit of 200\u202f% of one core throttled it in 14\u202f% of the periods: 1.31\u202fs of CPU time held back in 10\u202fs.",
      remedy: "Give it a higher limit than 200\u202f% of one core, or none, or let it use fewer threads at once.",
      rationale:
        "A throttled period stalls every thread until the next one, up to 100 ms later. Below 5 % a burst now and then is what a limit is for.",
      rule: "limit.throttledShare >= 5",
      values: [{ fact: "limit.throttledShare", text: "14\u202f%" }],
      evidence: ["limit.throttledOverTime", "limit.usageOverTime"],
    },
    {
      check: "steal",
      title: "The hypervisor takes CPU time away",
      outcome: "unknown",
      message: "Unknown: host.steal is missing",
      values: [],
      missing: [{ fact: "host.steal", why: "mpstat is not installed", mend: "apt-get install sysstat" }],
      evidence: ["host.perCpu"],
    },
    {
      check: "waits-for-cpu",
      title: "Its threads wait for a CPU that others use",
      outcome: "pass",
      message: "Its threads get a CPU when they want one.",
      rule: "threads.waiting >= 50",
      values: [{ fact: "threads.waiting", text: "23.6\u202f% of one core" }],
      evidence: ["waits.latency"],
    },
    {
      check: "kernel-time",
      title: "Most of the CPU time is spent in the kernel",
      outcome: "pass",
      message: "91.2\u202f% of its CPU time is its own code.",
      rule: "threads.cpu >= 20 && cpu.kernelShare >= 50",
      values: [{ fact: "cpu.kernelShare", text: "8.8\u202f%" }],
      evidence: ["cpu.stacks"],
    },
  ],
};

const probe: Probe = {
  schema: "diag/probe/v1",
  kernel: { release: "6.1.0-28-cloud-amd64", arch: "x86_64" },
  distribution: { id: "debian", version: "12" },
  cpus: 4,
  memory: { totalBytes: 16_728_211_456, availableBytes: 9_126_805_504 },
  load: 2.31,
  uid: 0,
  capabilities: ["BPF", "PERFMON", "SYS_ADMIN", "SYS_PTRACE"],
  btf: true,
  headers: null,
  kprobes: true,
  uprobes: true,
  tracefs: "/sys/kernel/tracing",
  lockdown: null,
  perfEventParanoid: 2,
  cgroup: "v2",
  psi: true,
  binaries: { perf: "/usr/bin/perf" },
};
