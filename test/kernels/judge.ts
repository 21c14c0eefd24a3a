import type { Reason, ReasonCode } from "../../src/documents/manifest.generated.ts";
import type { Probe } from "../../src/documents/probe.generated.ts";
import { toolNamed } from "../../src/tools/registry.ts";
import { firstFacts } from "./first-facts.ts";
import { lackOf } from "./lacks.ts";
import type { Entry } from "./matrix.ts";
import { playbookFaults } from "./playbook-faults.ts";
import type { GuestRecord, NodeRecord, VariantRecord } from "./record.ts";

/** `refused`: the probe says why it cannot run here, and it could not. */
export type Outcome = "works" | "refused" | "skipped" | "failed";

export interface Verdict {
  readonly check: string;
  readonly outcome: Outcome;
  /** Of the reason why it is refused. */
  readonly code?: ReasonCode;
  /** What it found, or why not. */
  readonly says: string;
}

/** @param probe What this guest's probe told; a newer diag may make more of it. */
export function judgeRecord(record: GuestRecord, entry: Entry, probe: Probe): Verdict[] {
  switch (record.kind) {
    case "node":
      return judgeNode(record, entry);
    case "variant":
      return [judgeVariant(record, reasonFor(record, probe))];
    case "playbook": {
      const check = `playbook/${record.name}`;
      const faults = playbookFaults(record, entry);
      return faults.length === 0
        ? [{ check, outcome: "works", says: record.report.title }]
        : [{ check, outcome: "failed", says: faults.join("; ") }];
    }
    case "end":
      return [];
  }
}

function reasonFor({ tool, variant }: VariantRecord, probe: Probe): Reason | undefined {
  const found = toolNamed(tool)?.variants.find(({ name }) => name === variant);
  return found === undefined ? undefined : lackOf(found, probe)?.reason;
}

/** The probe against what the kernel says itself, and what the entry is in the matrix for. */
export function judgeNode({ probe, kernel }: NodeRecord, { has }: Entry): Verdict[] {
  const isOpen = kernel.lockdown !== "confidentiality";
  const answers = [
    ["btf", probe.btf, kernel.btf, has.btf],
    ["headers", probe.headers !== null, kernel.headers, has.headers],
    ["kprobes", probe.kprobes && probe.lockdown !== "confidentiality", kernel.kprobe, has.kprobes && isOpen],
    ["lockdown", probe.lockdown ?? "none", kernel.lockdown, has.lockdown],
  ] as const;
  return answers.map(([name, byProbe, byKernel, wanted]) => ({
    check: `probe/${name}`,
    outcome: byProbe === byKernel && byKernel === wanted ? "works" : "failed",
    says: `${byProbe}; the kernel says ${byKernel}, the entry ${wanted}`,
  }));
}

/** Known only when they are started, and of no kernel. */
const notOfKernel: Readonly<Record<string, string>> = { "clock/timedatectl": "systemd does not run here" };

/** A variant that the probe calls usable must answer, and one that it does not must not. */
export function judgeVariant({ tool, variant, started }: VariantRecord, lacks: Reason | undefined): Verdict {
  const check = `${tool}/${variant}`;
  if (started === undefined) return { check, outcome: "skipped", says: lacks?.message ?? "it was not started" };
  const outside = notOfKernel[check];
  if (outside !== undefined) return { check, outcome: "skipped", says: outside };
  const missing = started.ok ? missingFacts(firstFacts[check] ?? firstFacts[tool], started.facts) : undefined;
  const answers = started.ok && missing === undefined;
  const reason = started.reason?.message ?? missing ?? "it did not say why";
  if (lacks === undefined) {
    return answers
      ? { check, outcome: "works", says: `answered after ${started.seconds} s` }
      : { check, outcome: "failed", says: `the probe calls it usable, and it failed: ${reason}` };
  }
  return answers
    ? { check, outcome: "failed", says: `the probe says that ${lacks.message}, and it answered all the same` }
    : { check, outcome: "refused", code: lacks.code, says: lacks.message };
}

function missingFacts(
  wanted: (typeof firstFacts)[string] = {},
  facts: Readonly<Record<string, unknown>>,
): string | undefined {
  if (Object.keys(facts).length === 0) return "it has no facts";
  for (const [name, isRight] of Object.entries(wanted)) {
    if (!isRight(facts[name])) return `its fact ${name} is ${JSON.stringify(facts[name])}`;
  }
  return undefined;
}
