type Expectation = (value: unknown) => boolean;

const some: Expectation = (value) => typeof value === "number" && value > 0;
const rows: Expectation = (value) => Array.isArray(value) && value.length > 0;
const number: Expectation = (value) => typeof value === "number";
const word: Expectation = (value) => typeof value === "string" && value !== "";
const ours: Expectation = (value) => value === "workload";

/**
 * What each tool must have found in guest/workload.c, or in the small programs of a runtime: a fact or two, in the right size.
 * What only looks from time to time sees short things by chance, on an emulated machine seldom: it must tell that it looked.
 */
export const firstFacts: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = {
  capture: { packets: some },
  "cgroup-cpu": { usage: some },
  "cgroup-memory": { workingSet: rows },
  conntrack: { tracked: (value) => typeof value === "boolean" || number(value) },
  "cpu-neighbours": { cpus: some },
  "cpu-pressure": { runnable: some },
  descriptors: { process: ours },
  "direct-reclaim": { waited: number },
  "disk-load": { writes: some },
  "disk-requests": { requests: some },
  "disk-users": { ownWritten: some },
  "file-io": { writes: some },
  "file-syncs": { syncs: some },
  "file-syncs/procfs": { waited: number },
  futex: { waiting: some },
  "gc-cpu": { samples: some },
  interfaces: { interfaces: rows },
  memleak: { topFunction: (value) => value === "cache_insert", outstandingBytes: some },
  mpstat: { busy: some },
  "off-cpu": { lock: some },
  packets: { packets: number },
  "page-faults": { largestHeld: some },
  pidstat: { topCommand: word },
  process: { name: ours },
  "process-memory": { rss: rows },
  "process-starts": { starts: some },
  "process-starts/procfs": { starts: number },
  profile: { samples: some, topFunction: word },
  runqlat: { waits: some },
  "run-queue-rivals": { waited: number },
  sockets: { listeners: rows },
  "start-timeline": { watched: number },
  syscalls: { perSecond: some },
  "syscalls/procfs": { watched: some },
  "tcp-counters": { activeOpens: some },
  tcpconnlat: { connects: some },
  tcpdrop: { droppedOnNode: number },
  tcplife: { ended: some },
  tcpretrans: { againOnNode: number },
  threads: { count: some },
  vmstat: { available: some },
};
