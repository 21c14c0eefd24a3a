import type { Entry } from "./matrix.ts";
import type { PlaybookRecord } from "./record.ts";

interface Expected {
  readonly exitCode: number;
  /** The check that must find the workload's fault, and what its message must name. */
  readonly check: string;
  readonly names: RegExp;
  /** The step whose variant shows which fallback was taken. */
  readonly step: string;
  readonly variant: string;
}

/** What each playbook must say of its workload in guest/: `hot` burns a CPU in one function, four threads of `workload` want one lock. */
const expected: Readonly<Record<string, Expected>> = {
  "cpu-hot": { exitCode: 3, check: "hot-function", names: /^checksum burns /, step: "cpu", variant: "perf" },
  "off-cpu": { exitCode: 3, check: "lock-wait", names: /hold_lock/, step: "off", variant: "bpftrace" },
};

/** By looking, waits are told without the place in the program. */
const lockedDown: Readonly<Record<string, Partial<Expected>>> = {
  "off-cpu": { variant: "procfs", names: /lock/ },
};

/** Everything in which a run of a playbook is not as it must be; empty where it is. */
export function playbookFaults(record: PlaybookRecord, { has }: Entry): string[] {
  const wanted = expected[record.name];
  if (wanted === undefined) return ["nobody knows what it must say"];
  const { exitCode, check, names, step, variant } = {
    ...wanted,
    ...(has.lockdown === "confidentiality" ? lockedDown[record.name] : {}),
  };
  const finding = record.findings[check];
  return [
    ...(record.exitCode === exitCode
      ? []
      : [`it ended with ${record.exitCode}, not ${exitCode}: ${record.said ?? ""}`]),
    ...(record.steps[step] === variant ? [] : [`${step} was answered by ${record.steps[step]}, not ${variant}`]),
    ...(finding !== undefined && names.test(finding.message)
      ? []
      : [`${check} says ${finding?.outcome}: ${finding?.message}`]),
    ...(record.report.htmlBytes > 10_000 ? [] : ["it made no page"]),
  ];
}
