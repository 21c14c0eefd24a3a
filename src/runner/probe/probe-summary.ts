import type { Probe } from "../../documents/probe.generated.ts";

/** What decides about tools, in one line: `BTF yes · headers no · kprobes yes · cgroup v2`. */
export function probeSummary(probe: Probe): string {
  const yes = (value: unknown) => (value ? "yes" : "no");
  return [
    `BTF ${yes(probe.btf)}`,
    `headers ${yes(probe.headers)}`,
    `kprobes ${yes(probe.kprobes)}`,
    `cgroup ${probe.cgroup}`,
  ].join(" · ");
}
