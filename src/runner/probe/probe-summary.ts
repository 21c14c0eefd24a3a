import type { Probe } from "../../documents/probe.generated.ts";

/** The probe in one line: `kernel 6.1.0 · BTF yes · headers no · kprobes yes · cgroup v2`. */
export function probeSummary(probe: Probe): string {
  const yes = (value: unknown) => (value ? "yes" : "no");
  return [
    `kernel ${probe.kernel.release}`,
    `BTF ${yes(probe.btf)}`,
    `headers ${yes(probe.headers)}`,
    `kprobes ${yes(probe.kprobes)}`,
    `cgroup ${probe.cgroup}`,
  ].join(" · ");
}
