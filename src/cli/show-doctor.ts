import type { Probe } from "../documents/probe.generated.ts";
import { examineTools, type ToolExamination } from "../runner/examine-tools.ts";
import { probeNode } from "../runner/probe/probe-node.ts";
import { binariesOf, tools } from "../tools/registry.ts";

/** `diag doctor`: what this machine can measure. */
export function showDoctor(options: { readonly json?: boolean }): void {
  const probe = probeNode(binariesOf());
  const examined = examineTools(tools, probe);
  const text = options.json ? JSON.stringify({ probe, tools: examined }, null, 2) : doctorText(probe, examined);
  process.stdout.write(`${text}\n`);
}

function doctorText(probe: Probe, examined: readonly ToolExamination[]): string {
  const width = Math.max(...examined.map(({ tool }) => tool.length));
  const lines = examined.flatMap((one) => [
    `${one.tool.padEnd(width)}  ${one.variant === null ? "will not run" : `runs as ${one.variant}`}`,
    ...one.rejected.flatMap(({ variant, reason }) => [
      `${" ".repeat(width)}    not ${variant}: ${reason.message}`,
      ...(reason.mend === undefined ? [] : [`${" ".repeat(width)}      mend: ${reason.mend}`]),
    ]),
  ]);
  return [...nodeLines(probe), "", ...lines].join("\n");
}

function nodeLines(probe: Probe): string[] {
  const yes = (value: unknown) => (value ? "yes" : "no");
  const who = probe.uid === 0 ? "root" : `user id ${probe.uid}`;
  return [
    `kernel ${probe.kernel.release} ${probe.kernel.arch} · ${probe.distribution.id} ${probe.distribution.version} · ${probe.cpus} CPUs · ${who}`,
    `BTF ${yes(probe.btf)} · headers ${probe.headers ?? "no"} · kprobes ${yes(probe.kprobes)} · uprobes ${yes(probe.uprobes)} · tracefs ${probe.tracefs ?? "not mounted"}`,
    `cgroup ${probe.cgroup} · PSI ${yes(probe.psi)} · lockdown ${probe.lockdown ?? "none"} · perf_event_paranoid ${probe.perfEventParanoid ?? "not there"}`,
  ];
}
