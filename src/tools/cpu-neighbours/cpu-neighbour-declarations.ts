import type { FactDeclaration } from "../fact-declaration.ts";

export const shownProcesses = 30;

/** What is said of the target is absent where the whole host is meant. */
export const cpuNeighbourDeclarations = {
  processes: {
    kind: "table",
    description: `The ${shownProcesses} processes that used most CPU, without diag's own.`,
    columns: {
      pid: { kind: "number", description: "Process id, as the host numbers it." },
      command: { kind: "string", description: "Name (comm, at most 15 bytes)." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time per wall time." },
      threads: { kind: "number", unit: "count", description: "Threads at the end." },
      nice: { kind: "number", description: "Nice value of its main thread." },
      policy: {
        kind: "string",
        description: "Scheduling policy of its main thread (sched(7)): other, fifo, rr, batch, idle, deadline.",
      },
      cgroup: { kind: "string", description: "Its cgroup of the cpu controller, ids shortened to 12 digits." },
      isTarget: { kind: "boolean", description: "It is of the target." },
    },
  },
  cgroups: {
    kind: "table",
    description: `The ${shownProcesses} cgroups whose processes used most CPU, without diag's own.`,
    columns: {
      cgroup: { kind: "string", description: "Cgroup of the cpu controller, ids shortened." },
      cpu: { kind: "number", unit: "percent-of-core", description: "CPU time of its processes per wall time." },
      processes: { kind: "number", unit: "count", description: "How many processes ran." },
      command: { kind: "string", description: "The one that used most." },
      weight: { kind: "number", unit: "none", description: "As cpu.weight: 100 is the default (cpu.shares 1024)." },
    },
  },
  usage: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "CPU time of the target per wall time.",
  },
  othersUsage: { kind: "number", unit: "percent-of-core", description: "CPU time of all others but diag itself." },
  diagUsage: {
    kind: "number",
    unit: "percent-of-core",
    description: "CPU time of diag itself in the window: its runner and what that started.",
  },
  topPid: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "The neighbour that used most of the CPUs that the target may use: its process id.",
  },
  topCommand: { kind: "string", optional: true, description: "Its name." },
  topCpu: { kind: "number", unit: "percent-of-core", optional: true, description: "Its CPU time per wall time." },
  topThreads: { kind: "number", unit: "count", optional: true, description: "Its threads." },
  topCgroup: { kind: "string", optional: true, description: "Its cgroup of the cpu controller, ids shortened." },
  topContainer: {
    kind: "string",
    optional: true,
    description: "Its container, 12 digits of the id. Absent outside containers.",
  },
  topPolicy: { kind: "string", optional: true, description: "Its scheduling policy." },
  topNice: { kind: "number", unit: "none", optional: true, description: "Its nice value." },
  realTimeUsage: {
    kind: "number",
    unit: "percent-of-core",
    description:
      "CPU time of processes other than the target whose policy is fifo, rr or deadline: they run before all others.",
  },
  realTimeCommand: { kind: "string", optional: true, description: "Of them the one that used most." },
  realTimePid: { kind: "number", unit: "none", optional: true, description: "Its process id." },
  waiting: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "Time that threads of the target were runnable without a CPU, per wall time (schedstat); throttling included.",
  },
  waitingThread: { kind: "string", optional: true, description: "The thread that waited most: its name." },
  waitingThreadId: { kind: "number", unit: "none", optional: true, description: "Its thread id." },
  policy: { kind: "string", optional: true, description: "Its scheduling policy (sched(7))." },
  nice: { kind: "number", unit: "none", optional: true, description: "Its nice value." },
  allowed: {
    kind: "string",
    optional: true,
    description: "The CPUs that it may run on, as a list (Cpus_allowed_list).",
  },
  allowedCpus: { kind: "number", unit: "count", optional: true, description: "How many that are." },
  cpus: { kind: "number", unit: "count", description: "Online CPUs." },
  restrictedBy: {
    kind: "string",
    optional: true,
    description:
      "Why it may not run on all: cpuset (of a cgroup) or affinity (sched_setaffinity(2), taskset). Absent where it may.",
  },
  restrictedIn: { kind: "string", optional: true, description: "The topmost cgroup whose cpuset leaves out CPUs." },
  allowedBusy: {
    kind: "number",
    unit: "percent",
    optional: true,
    description: "How busy the CPUs that it may run on were (/proc/stat).",
  },
  elsewhereIdle: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description: "Idle time of the CPUs that it may not run on, per wall time.",
  },
  idle: { kind: "number", unit: "percent-of-core", description: "Idle time of all CPUs, per wall time." },
  weight: {
    kind: "number",
    unit: "none",
    optional: true,
    description:
      "Weight of the target where it meets its busiest neighbours, as cpu.weight: 100 is the default (cpu.shares 1024, nice 0).",
  },
  rivalWeight: {
    kind: "number",
    unit: "none",
    optional: true,
    description: "Weights of all that compete with it there, added up.",
  },
  weightSetting: {
    kind: "string",
    optional: true,
    description: "The file and value that give the target's weight: cpu.shares 2. Absent where it is a nice value.",
  },
  weightOf: { kind: "string", optional: true, description: "The cgroup that has it." },
  fairShare: {
    kind: "number",
    unit: "percent-of-core",
    optional: true,
    description:
      "What the weights leave to the target while all compete: allowedCpus × weight / (weight + rivalWeight).",
  },
  weightNeeded: {
    kind: "string",
    optional: true,
    description:
      "The setting with which it would get the CPU time that it used and waited for, nine tenths of the CPUs at most: cpu.shares 700.",
  },
} as const satisfies Record<string, FactDeclaration>;
