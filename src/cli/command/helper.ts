import type { HelperOutput } from "../../runner/helper/helper-output.ts";
import { exitCode } from "../exit-code.ts";
import type { AddCommand } from "./add-command.ts";

/** Programs that variants of a tool start, where no program of others does the whole. Hidden: a person runs `diag run`. */
export const addHelper: AddCommand = (program, setExit) => {
  const helper = program.command("helper", { hidden: true }).description("parts of diag that its runner starts");

  const add = (name: string, description: string) =>
    helper
      .command(name)
      .description(description)
      .requiredOption("--pid <pid>", "the process, as this pid namespace numbers it", Number)
      .requiredOption("--seconds <n>", "how long", Number)
      .requiredOption("--hertz <n>", "samples a second", Number);

  const run = async (work: () => Promise<HelperOutput>) => {
    const { HelperError } = await import("../../runner/helper/helper-output.ts");
    try {
      const { stdout, stderr } = await work();
      process.stderr.write(stderr);
      process.stdout.write(stdout);
    } catch (error) {
      if (!(error instanceof HelperError)) throw error;
      process.stderr.write(`${error.message}\n`);
      setExit(exitCode.broken);
    }
  };

  add("ruby-profile", "stacks of a Ruby program by rbspy, folded")
    .requiredOption("--file <file>", "where rbspy writes")
    .option("--subprocesses", "its children too", false)
    .action((options) => run(async () => (await import("../../runner/helper/ruby-profile.ts")).rubyProfile(options)));

  add("java-profile", "stacks of a JVM by async-profiler, collapsed")
    .requiredOption("--event <event>", "cpu, alloc or lock")
    .action((options) => run(async () => (await import("../../runner/helper/java-profile.ts")).javaProfile(options)));

  add("node-profile", "stacks of a Node.js program by its inspector, folded")
    .option("--event <event>", "cpu or alloc", "cpu")
    .action((options) => run(async () => (await import("../../runner/helper/node-profile.ts")).nodeProfile(options)));

  helper
    .command("perf-map")
    .description("perf, where the program has a symbol file")
    .requiredOption("--pid <pid>", "the process, as this pid namespace numbers it", Number)
    .requiredOption("--container-pid <pid>", "as its own numbers it", Number)
    .argument("<words...>", "what perf is asked, after --")
    .action((words: string[], options) =>
      run(async () => (await import("../../runner/helper/perf-map.ts")).perfMap({ ...options, words })),
    );

  helper
    .command("memleak")
    .description("outstanding allocations by stack, where the program allocates seldom enough")
    .requiredOption("--tracer <name>", "bpftrace, bcc or libbpf")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .requiredOption("--minimum-age <ms>", "how old what is outstanding must be", Number)
    .requiredOption("--maximum-slowdown <percent>", "what it may take from the target, of one core", Number)
    .option("--sample-rate <n>", "trace one allocation in n", Number)
    .action((options) => run(async () => (await import("../../runner/helper/memleak/memleak.ts")).memleak(options)));

  helper
    .command("oom-log")
    .description("what the kernel's log tells of OOM kills")
    .option("--pid <pid>", "the target's main process", Number)
    .option("--cgroup <directory>", "the target's cgroup")
    .option("--container <id>", "the target's container, where it has ended")
    .option("--host", "the target is the whole node")
    .option("--wait <ms>", "read the log after so long, or when it is stopped", Number)
    .action((options) => run(async () => (await import("../../runner/helper/oom-log.ts")).oomLog(options)));

  helper
    .command("kernel-log")
    .description("what the kernel's log tells of trouble")
    .action(() => run(async () => (await import("../../runner/helper/kernel-log.ts")).kernelLog()));

  helper
    .command("file-systems")
    .description("space and inodes of the file systems that are mounted")
    .option("--own", "only those of the mount namespace that diag runs in", false)
    .action((options) => run(async () => (await import("../../runner/helper/file-systems.ts")).fileSystems(options)));

  helper
    .command("stuck-tasks")
    .description("zombies, and tasks in uninterruptible sleep, at intervals")
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/stuck-tasks.ts")).stuckTasks(options)));

  helper
    .command("cpu-bursts")
    .description("CPU bandwidth of the target's cgroup at short intervals")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .requiredOption("--cgroup <directory>", "the target's cgroup: of v1's cpu controller, or v2's")
    .option("--accounting <directory>", "of v1's cpuacct controller")
    .action((options) => run(async () => (await import("../../runner/helper/cpu-bursts.ts")).cpuBursts(options)));

  helper
    .command("cpu-neighbours")
    .description("who used the CPUs, and by what rules")
    .option("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number), [])
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) =>
      run(async () => (await import("../../runner/helper/cpu-neighbours/cpu-neighbours.ts")).cpuNeighbours(options)),
    );

  helper
    .command("connections")
    .description("a tracer of TCP connections, and of what it tells what is the target's")
    .requiredOption("--what <what>", "life or connect")
    .requiredOption("--tracer <name>", "bpftrace, bcc or libbpf")
    .option("--pids <pids>", "the target's processes; none of a host", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/connections.ts")).connections(options)));

  helper
    .command("conntrack")
    .description("tables of tracked connections, at intervals")
    .option("--pid <pid>", "the target's main process; none of a host", Number)
    .requiredOption("--seconds <n>", "how long", Number)
    .option("--counts-only", "without the program conntrack", false)
    .action((options) => run(async () => (await import("../../runner/helper/conntrack.ts")).conntrack(options)));

  helper
    .command("descriptors")
    .description("what the target's processes have open, at short intervals")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/descriptors.ts")).descriptors(options)));

  helper
    .command("sockets")
    .description("TCP sockets of a network namespace at short intervals, added up")
    .requiredOption(
      "--source <name>",
      "ss, in the namespace that diag runs in, or procfs, in that of the first process",
    )
    .option("--pids <pids>", "the target's processes; none of a host", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/sockets.ts")).sockets(options)));

  helper
    .command("thread-waits")
    .description("what the target's threads wait for, by looking at them often")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/thread-waits.ts")).threadWaits(options)));

  helper
    .command("process-starts")
    .description("which processes the target starts, by looking at its children often")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) =>
      run(async () => (await import("../../runner/helper/process-starts.ts")).processStarts(options)),
    );

  helper
    .command("file-positions")
    .description("which open files of the target move, by looking at them often, and what it reads and writes in all")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) =>
      run(async () => (await import("../../runner/helper/file-positions.ts")).filePositions(options)),
    );

  helper
    .command("jvm-counters")
    .description("what a JVM counts of its collections, at intervals")
    .requiredOption("--pid <pid>", "the process, as this pid namespace numbers it", Number)
    .requiredOption("--container-pid <pid>", "as its own numbers it", Number)
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) => run(async () => (await import("../../runner/helper/jvm-counters.ts")).jvmCounters(options)));

  helper
    .command("python-collections")
    .description("collections of a Python program, by the probes of its interpreter")
    .requiredOption("--pid <pid>", "the process, as this pid namespace numbers it", Number)
    .requiredOption("--seconds <n>", "how long", Number)
    .action((options) =>
      run(async () => (await import("../../runner/helper/python-collections.ts")).pythonCollections(options)),
    );

  helper
    .command("start-timeline")
    .description("what the target starts and when it listens, by looking at it often")
    .requiredOption("--pids <pids>", "the target's processes", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .option("--container <id>", "what comes into it from outside counts too")
    .action((options) =>
      run(async () => (await import("../../runner/helper/start-timeline.ts")).startTimeline(options)),
    );

  helper
    .command("packets")
    .description("what a capture in the network namespace that diag runs in tells")
    .requiredOption("--filter <filter>", "which packets: pcap-filter(7)")
    .requiredOption("--packets <n>", "end after so many", Number)
    .option("--pids <pids>", "the target's processes; none of a host", (text) => text.split(",").map(Number))
    .requiredOption("--seconds <n>", "how long", Number)
    .option("--file <file>", "where the capture is written")
    .option("--bytes <n>", "end when that is so large", Number)
    .option("--payload <what>", "what it holds beside headers: none, dns or all")
    .action((options) => run(async () => (await import("../../runner/helper/packets.ts")).packets(options)));

  helper
    .command("runqslower")
    .description("runqslower(8) for a while")
    .requiredOption("--tracer <name>", "bcc or libbpf")
    .requiredOption("--seconds <n>", "how long", Number)
    .requiredOption("--microseconds <n>", "the shortest wait that counts", Number)
    .option("--pid <pid>", "the target's main process", Number)
    .action((options) => run(async () => (await import("../../runner/helper/runqslower.ts")).runqSlower(options)));

  helper
    .command("node-close")
    .description("close an inspector that a killed diag left open")
    .requiredOption("--port <port>", "where it listens", Number)
    .action(({ port }) => run(async () => (await import("../../runner/helper/node-profile.ts")).nodeClose(port)));
};
