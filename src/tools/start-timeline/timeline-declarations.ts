import type { FactDeclaration } from "../fact-declaration.ts";

/** Rows of a table. */
export const shown = 50;

const seconds = (description: string) => ({ kind: "number", unit: "seconds", optional: true, description }) as const;
const share = (description: string) => ({ kind: "series", unit: "percent", optional: true, description }) as const;
const text = { kind: "string" } as const;
const column = { kind: "number", unit: "seconds" } as const;
const count = { kind: "number", unit: "count" } as const;
const tried = {
  attempts: { ...count, description: "How often it was tried until the program was ready." },
  failed: { ...count, description: "How often in vain: refused, timed out, no such name." },
  reached: {
    kind: "boolean",
    description: "It answered before the program was ready, or another address with the same port.",
  },
  waited: {
    ...column,
    description:
      "From the first try that failed to the one that did not, pauses included; where none failed, what all took.",
  },
  slowest: { ...column, description: "The longest single try." },
} as const;

export const timelineDeclarations = {
  watched: { kind: "number", unit: "seconds", description: "How long it watched." },
  starts: {
    kind: "table",
    description: `What the target's processes started, or came into its container from outside, in order, ${shown} at most.`,
    columns: {
      program: { ...text, description: "Name of its first process (comm)." },
      command: { ...text, description: "Its command line." },
      at: { ...column, description: "When it began, from the start of the window." },
      lasted: { ...column, description: "How long it was there, or until the window ended." },
      end: { ...text, description: "running, exit N, or signal N; ended where that is not told." },
      ready: { kind: "boolean", description: "It came to listen(2)." },
      cpu: { ...column, description: "CPU time of it and of all that it started." },
    },
  },
  failures: {
    ...count,
    optional: true,
    description:
      "Starts of the program that fails most often which ended by a signal or an error, after a tenth of a second or more, and had not listened.",
  },
  failing: { ...text, optional: true, description: "Its command line, or its name." },
  seen: {
    kind: "boolean",
    description:
      "A start was seen: the facts below are about that which took longest to listen, else about that which used most CPU time.",
  },
  program: { ...text, optional: true, description: "Name of its first process (comm)." },
  command: { ...text, optional: true, description: "Its command line." },
  at: seconds("When it began, from the start of the window."),
  before: seconds("How long before the window it had begun: what was then is not seen. Absent where all of it is."),
  ready: seconds("From its start to its first listen(2). Absent where it did not listen."),
  port: { kind: "number", unit: "none", optional: true, description: "The TCP port that it listens on first." },
  accepted: seconds("From its start to the first connection that it accepted."),
  lasted: seconds("How long of the start was seen: until it listened, ended, or the window did."),
  cpu: seconds("Of that, the time in which it was on a CPU."),
  queue: seconds("In which it wanted one, and had none: others had it, or it was throttled."),
  disk: seconds("In which it waited for a disk (iowait)."),
  dns: seconds("In which it waited for a name server, or looked up a name again that was not there."),
  connect: seconds(
    "In which it waited for a TCP connection, or for a peer to be there: pauses between tries are part of it.",
  ),
  sleep: seconds(
    "In which it slept by its own clock: nanosleep(2), a poll(2), or a futex of a second and more, that timed out.",
  ),
  other: seconds("In which it waited for something else: a pipe, a child, an answer."),
  cpuTime: seconds("CPU time of all its threads and processes while the start lasted."),
  fileTime: seconds("In which it was in calls on files (open, stat, read, getdents, readlink), on a CPU or off."),
  opens: { ...count, optional: true, description: "Calls that open a file." },
  missing: { ...count, optional: true, description: "Of them, those that failed." },
  bytesRead: { kind: "number", unit: "bytes", optional: true, description: "Read from files by read(2) and pread(2)." },
  children: { ...count, optional: true, description: "Processes that it started in turn." },
  childTime: seconds("In which any of them was there, without its first process."),
  phases: {
    kind: "table",
    optional: true,
    description: `Stretches that most of the time went the same way, in order, ${shown} at most.`,
    columns: {
      from: { ...column, description: "From its start." },
      lasted: { ...column, description: "How long." },
      what: { ...text, description: "cpu, queue, disk, dns, connect, sleep or other." },
      detail: { ...text, description: "The peer, the name, or what slept." },
    },
  },
  peers: {
    kind: "table",
    optional: true,
    description: `Whom it connected to by TCP, ${shown} at most, that which kept it longest first.`,
    columns: { peer: { ...text, description: "Address and port." }, ...tried },
  },
  names: {
    kind: "table",
    optional: true,
    description: `Names that it asked name servers for, ${shown} at most, that which kept it longest first.`,
    columns: { name: { ...text, description: "The name, as it was asked for." }, ...tried },
  },
  sleeps: {
    kind: "table",
    optional: true,
    description: `Sleeps of 10 ms and more, ${shown} at most, the longest first.`,
    columns: {
      program: { ...text, description: "Name of the process (comm)." },
      command: { ...text, description: "Its command line." },
      call: { ...text, description: "The system call." },
      times: { ...count, description: "How often." },
      longest: { ...column, description: "The longest." },
      total: { ...column, description: "All together." },
    },
  },
  folders: {
    kind: "table",
    optional: true,
    description: `Folders in which it opened files, by the first 2,000, ${shown} at most, the slowest first.`,
    columns: {
      folder: { ...text, description: "As it was called, at most three levels." },
      opens: { ...count, description: "Calls that open a file." },
      missing: { ...count, description: "Of them, those that failed." },
      time: { ...column, description: "What the calls took." },
    },
  },
  processes: {
    kind: "table",
    optional: true,
    description: `Its processes, ${shown} at most, those that used most CPU time first.`,
    columns: {
      program: { ...text, description: "Name (comm)." },
      command: { ...text, description: "Its command line." },
      from: { ...column, description: "From its start." },
      lasted: { ...column, description: "How long it was there, or until the window ended." },
      cpu: { ...column, description: "CPU time in the window." },
    },
  },
  cpuOverTime: share("On a CPU, of each tenth of a second of the start."),
  queueOverTime: share("Wanted a CPU and had none."),
  diskOverTime: share("Waited for a disk."),
  dnsOverTime: share("Waited for names."),
  connectOverTime: share("Waited for peers."),
  sleepOverTime: share("Slept."),
  otherOverTime: share("Waited for something else."),
  filesOverTime: share("In calls on files, on a CPU or off."),
  opensOverTime: { kind: "series", unit: "per-second", optional: true, description: "Files that were opened." },
} as const satisfies Record<string, FactDeclaration>;
