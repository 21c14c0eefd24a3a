import type { Binary } from "./requirement.ts";

/**
 * The programs that several tools run, under the names that Debian and Ubuntu (`-bpfcc`, `-libbpf`) and upstream
 * (`/usr/share/bcc/tools/NAME`, `NAME.py` of a source checkout) give them.
 */
export const bpftrace: Binary = { names: ["bpftrace"], package: "bpftrace" };
export const perf: Binary = { names: ["perf"], package: "linux-perf" };
export const mpstat: Binary = { names: ["mpstat"], package: "sysstat" };
export const pidstat: Binary = { names: ["pidstat"], package: "sysstat" };

/** A BCC tool in Python. */
export function bccTool(name: string): Binary {
  return { names: [`${name}-bpfcc`, `${name}.py`, `/usr/share/bcc/tools/${name}`], package: "bpfcc-tools" };
}

/**
 * A CO-RE tool of libbpf-tools. The bare name is what Debian 12 installs; where BCC's own tool may stand under the
 * bare name as well (Fedora links them into PATH), the caller leaves it out.
 */
export function libbpfTool(name: string, options: { readonly bare: boolean }): Binary {
  return { names: [`${name}-libbpf`, ...(options.bare ? [name] : [])], package: "libbpf-tools" };
}

/** Profilers of language runtimes; no distribution but Debian packages any of them. */
export const pySpy: Binary = { names: ["py-spy"], package: "py-spy" };
export const rbspy: Binary = { names: ["rbspy"], package: "rbspy" };
export const jattach: Binary = { names: ["jattach"], package: "jattach" };
/** A library that the JVM loads: a file of the tool, not a program. */
export const asyncProfiler: Binary = {
  names: [
    "/usr/local/lib/libasyncProfiler.so",
    "/usr/lib/libasyncProfiler.so",
    "/opt/async-profiler/lib/libasyncProfiler.so",
  ],
  package: "async-profiler",
};
export const cat: Binary = { names: ["cat"], package: "coreutils" };
export const dmesg: Binary = { names: ["dmesg"], package: "util-linux" };
export const ss: Binary = { names: ["ss"], package: "iproute2" };
export const tcpdump: Binary = { names: ["tcpdump"], package: "tcpdump" };
export const conntrackProgram: Binary = { names: ["conntrack"], package: "conntrack" };
export const nsenter: Binary = { names: ["nsenter"], package: "util-linux" };

/** diag's own helpers (`diag helper …`): the runner knows how it was started itself. */
export const diagItself: Binary = { names: ["diag"], package: "diag" };
