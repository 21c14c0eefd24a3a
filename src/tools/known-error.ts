import type { Unmet } from "./requirement.ts";

interface KnownError {
  readonly pattern: RegExp;
  readonly reason: Unmet;
}

const asRoot = "run as root or with sudo";

/**
 * Texts by which tools say that the node cannot do what they need, most telling first: BCC prints a traceback and
 * "Failed to compile BPF module" above its real reason. Recorded from BCC 0.26, bpftrace 0.17, perf 6.1, libbpf 1.1 and
 * 1.5 where the machine could be brought to fail so; else from their sources, named beside the pattern.
 */
const knownErrors: readonly KnownError[] = [
  {
    // Above the permissions: py-spy and rbspy end in a backtrace.
    pattern: /Failed to get process executable name[\s\S]*?No such file or directory/,
    reason: { code: "target-gone", message: "the process was gone when the tool looked for it" },
  },
  {
    pattern: /Failed to find python version|Failed to locate Ruby version symbol/,
    reason: {
      code: "runtime",
      message:
        "the profiler found no interpreter that it knows in the process: it is too new, or stripped of its symbols",
    },
  },
  {
    pattern: /UNW_EBADREG|Failed to (?:create|initialize) (?:native )?unwind/i,
    reason: { code: "runtime", message: "the native frames of this build of Python cannot be unwound" },
  },
  {
    // spytools
    pattern: /rbspy doesn't support Ruby/,
    reason: {
      code: "runtime",
      message: "this rbspy does not know this release of Ruby",
      mend: "use a newer rbspy",
    },
  },
  {
    // jattach src/posix/jattach_hotspot.c; the JVM's own words for the second.
    pattern: /Could not start attach mechanism|-XX:\+DisableAttachMechanism/,
    reason: {
      code: "runtime",
      message:
        "the JVM opened no socket to attach to: -XX:+DisableAttachMechanism, a /tmp that it cannot write, or it hangs",
      mend: "start java without -XX:+DisableAttachMechanism, with a writable /tmp",
    },
  },
  {
    pattern: /Dynamic agent loading is not enabled/,
    reason: {
      code: "runtime",
      message: "the JVM lets nobody load an agent into it",
      mend: "start java with -XX:+EnableDynamicAgentLoading",
    },
  },
  {
    pattern: /keeps no counters in \/tmp\/hsperfdata/,
    reason: {
      code: "runtime",
      message: "the JVM keeps no counters that can be read: it was started without them, or cannot write to /tmp",
      mend: "start java with a writable /tmp, without -XX:-UsePerfData and -XX:+PerfDisableSharedMem",
    },
  },
  {
    pattern: /has no probes for its collector/,
    reason: {
      code: "runtime",
      message: "this build of Python has no probes for its collector",
      mend: "run the program on a Python that was configured --with-dtrace, such as Debian's, Ubuntu's or Fedora's",
    },
  },
  {
    pattern: /JVM did not respond|target process[^\n]*not responding/i,
    reason: { code: "runtime", message: "the JVM did not answer the attach: it hangs, or is at a long safepoint" },
  },
  {
    pattern: /Error relocating|libc\.musl|ld-musl|wrong ELF class|GLIBC_[\d.]+' not found/,
    reason: {
      code: "runtime",
      message: "the profiler's library does not fit the C library of the target (musl, glibc) or its processor",
    },
  },
  {
    // rbspy src/core/address_finder.rs
    pattern: /Couldn't find Ruby VM address/,
    reason: {
      code: "runtime",
      message: "this Ruby is stripped of the symbols by which rbspy finds its state",
      mend: "run the program on a Ruby that is not stripped, such as that of the official images",
    },
  },
  {
    pattern:
      /Unable to find kernel headers|chdir\(\/lib\/modules\/[^)]*\): No such file|linux\/kconfig\.h['"]? (?:file )?not found/,
    reason: {
      code: "no-headers",
      message: "BCC found no headers of the running kernel",
      mend: "install the headers of the running kernel",
    },
  },
  {
    // libbpf src/btf.c
    pattern:
      /failed to find valid kernel BTF|BTF is required, but is missing|Failed to (?:load|get) kernel BTF|CONFIG_DEBUG_INFO_BTF/i,
    reason: {
      code: "no-btf",
      message: "the tool found no BTF of the running kernel",
      mend: "run a kernel built with CONFIG_DEBUG_INFO_BTF=y",
    },
  },
  {
    // bpftrace src/main.cpp
    pattern: /only supports running as the root user/,
    reason: { code: "no-capability", message: "bpftrace runs as root only", mend: asRoot },
  },
  {
    pattern:
      /perf_event_paranoid|No permission to enable \S+ event|Access to performance monitoring and observability operations is limited/,
    reason: {
      code: "no-capability",
      message: "perf_event_paranoid does not let this user sample the target",
      mend: `${asRoot}, or lower kernel.perf_event_paranoid`,
    },
  },
  {
    // Above tracefs: bpftrace looks for kprobe_events in it, and that is missing where the kernel has no kprobes.
    pattern:
      /kprobe_events\): No such file|to kprobe b?'|attach kprobe|Error attaching probe: 'k(?:ret)?probe:|failed to (?:create kprobe|add legacy kprobe)/i,
    reason: { code: "no-kprobes", message: "the kernel refused the kprobe that the tool needs" },
  },
  {
    pattern:
      /(?:\/sys\/kernel\/(?:debug\/)?tracing|debugfs|tracefs)[^\n]*(?:No such file or directory|not mounted|not found)/i,
    reason: {
      code: "no-tracefs",
      message: "tracefs is not mounted",
      mend: "mount -t tracefs tracefs /sys/kernel/tracing",
    },
  },
  {
    pattern:
      /Could not resolve symbol|could not determine address of symbol|no program attached for|No matching symbol|No probes to attach|tracepoint not found|failed to (?:open|determine) tracepoint|unknown tracepoint|event syntax error/i,
    reason: { code: "no-variant", message: "the kernel or program has no such function or tracepoint" },
  },
  {
    // The second is the verifier's: it hands these helpers out to every tracing program but for lockdown.
    pattern: /lockdown|Lockdown:|(?:cannot use helper|unknown func) bpf_probe_read(?:_str)?#/,
    reason: { code: "lockdown", message: "kernel lockdown refuses it", mend: "boot with lockdown=integrity or none" },
  },
  {
    // bpftrace src/ast/passes/semantic_analyser.cpp
    pattern: /Missing required kernel feature: \w+/,
    reason: { code: "no-variant", message: "the kernel lacks a feature of BPF that the script needs" },
  },
  {
    // Above the permissions: the verifier ends in -13. Stable releases take changes of later ones back.
    pattern: /func '\w+' doesn't have \d+-th argument/,
    reason: { code: "no-variant", message: "the kernel's tracepoint has other arguments than the tool was built for" },
  },
  {
    pattern:
      /need to be root|must be (?:run as )?root|Need super-user|could not open bpf map[^\n]*Operation not permitted|(?:Operation not permitted|Permission denied|EPERM|EACCES|Permission error)/i,
    reason: {
      code: "not-permitted",
      message: "the kernel refused it to this user or container",
      mend: `${asRoot}; in a container, make it privileged`,
    },
  },
  {
    pattern:
      /<not supported>|event (?:is )?not supported|not supported by (?:the )?(?:PMU|hardware)|PMU Hardware doesn't support/i,
    reason: {
      code: "no-variant",
      message: "this machine has no such performance counter: virtual machines often hide them",
    },
  },
  {
    pattern: /Failed to compile BPF (?:module|program)|failed to compile BPF text|error generated\./i,
    reason: {
      code: "no-headers",
      message: "BCC could not compile its program against the headers of this kernel",
      mend: "install the headers that match the running kernel, or a BCC as new as the kernel",
    },
  },
  {
    pattern: /failed to (?:open and )?load BPF (?:object|program)|failed to load BPF skeleton|Failed to load program/i,
    reason: { code: "exit-status", message: "the kernel did not accept the tool's BPF program" },
  },
  {
    pattern:
      /No such process|Couldn't create thread|Can't find (?:process|pid)|couldn't find process|process \d+ (?:does not exist|not found)/i,
    reason: { code: "target-gone", message: "the process was gone when the tool looked for it" },
  },
];

/** The reason stands at the start of what a tool says, or at its end. So much of each is searched: the patterns stay cheap. */
const searched = 8 * 1024;

/** The reason behind a tool's error output, when it is one that diag knows. */
export function knownError(stderr: string): Unmet | undefined {
  const text = stderr.length <= 2 * searched ? stderr : `${stderr.slice(0, searched)}\n${stderr.slice(-searched)}`;
  return knownErrors.find(({ pattern }) => pattern.test(text))?.reason;
}
