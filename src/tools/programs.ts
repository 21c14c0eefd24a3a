import type { Binary } from "./requirement.ts";

/**
 * Of programs that name stacks by libbcc. Before 0.33 it closes a descriptor of any number, of a map or of the output, each time that it has
 * looked at a process: a field that nothing has set says which (iovisor/bcc#5193), and what was counted is lost, without an error.
 * With these glibc hands out memory as zeros, of which libbcc closes none.
 */
const zeroedMemory = { GLIBC_TUNABLES: "glibc.malloc.tcache_count=0:glibc.malloc.perturb=255" } as const;

/**
 * The programs that several tools run, under the names that Debian and Ubuntu (`-bpfcc`, `-libbpf`) and upstream
 * (`/usr/share/bcc/tools/NAME`, `NAME.py` of a source checkout) give them.
 */
export const bpftrace: Binary = { names: ["bpftrace"], package: "bpftrace", env: zeroedMemory };
export const perf: Binary = { names: ["perf"], package: "linux-perf" };
export const mpstat: Binary = { names: ["mpstat"], package: "sysstat" };
export const pidstat: Binary = { names: ["pidstat"], package: "sysstat" };

/** A BCC tool in Python. */
export function bccTool(name: string): Binary {
  const names = [`${name}-bpfcc`, `${name}.py`, `/usr/share/bcc/tools/${name}`];
  return { names, package: "bpfcc-tools", env: zeroedMemory };
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
export const perl: Binary = { names: ["perl"], package: "perl-base" };
export const timedatectl: Binary = { names: ["timedatectl"], package: "systemd" };
export const dmesg: Binary = { names: ["dmesg"], package: "util-linux" };
export const ss: Binary = { names: ["ss"], package: "iproute2" };
export const tcpdump: Binary = { names: ["tcpdump"], package: "tcpdump" };
export const conntrackProgram: Binary = { names: ["conntrack"], package: "conntrack" };
export const nsenter: Binary = { names: ["nsenter"], package: "util-linux" };

/** diag's own helpers (`diag helper …`): the runner knows how it was started itself. */
export const diagItself: Binary = { names: ["diag"], package: "diag" };
