import type { Findings } from "../../src/documents/findings.generated.ts";
import type { ExpectedFinding, Truth } from "./fault.ts";

/** What one playbook said of a fault, held against its truth. Findings are `PLAYBOOK/CHECK`. */
export interface Judged {
  readonly found: readonly string[];
  readonly missed: readonly { readonly finding: string; readonly said: string }[];
  /** Of those found: the message or remedy holds every word that it must name. */
  readonly named: readonly string[];
  readonly unnamed: readonly { readonly finding: string; readonly lacks: readonly string[]; readonly said: string }[];
  /** True, and not demanded. */
  readonly allowed: readonly string[];
  /** Also a check that failed to say anything, which is a mistake of its playbook. */
  readonly falseAlarms: readonly { readonly finding: string; readonly said: string }[];
}

const alarming: readonly string[] = ["warn", "fail", "error"];

export function judgeTruth(playbook: string, { findings }: Findings, truth: Truth): Judged {
  const said = new Map(findings.map((finding) => [`${playbook}/${finding.check}`, finding]));
  const demanded = truth.must.filter(({ finding }) => finding.startsWith(`${playbook}/`));
  const isFound = ({ finding, outcome = ["warn", "fail"] }: ExpectedFinding) =>
    outcome.includes(said.get(finding)?.outcome ?? "");
  const textOf = (finding: string) => {
    const one = said.get(finding);
    return one === undefined ? "no such check" : `${one.outcome}: ${one.message}`;
  };
  const lacks = ({ finding, names = [] }: ExpectedFinding) => {
    const { message = "", remedy = "" } = said.get(finding) ?? {};
    return names.filter((name) => !`${message} ${remedy}`.includes(name));
  };
  const found = demanded.filter(isFound);
  const alarms = [...said].filter(([, { outcome }]) => alarming.includes(outcome)).map(([name]) => name);
  const others = alarms.filter((name) => !demanded.some(({ finding }) => finding === name));
  const mayBe = (name: string) => truth.may?.some(({ finding }) => finding === name) ?? false;
  return {
    found: found.map(({ finding }) => finding),
    missed: demanded.filter((one) => !isFound(one)).map(({ finding }) => ({ finding, said: textOf(finding) })),
    named: found.filter((one) => lacks(one).length === 0).map(({ finding }) => finding),
    unnamed: found
      .filter((one) => lacks(one).length > 0)
      .map((one) => ({ finding: one.finding, lacks: lacks(one), said: textOf(one.finding) })),
    allowed: others.filter(mayBe),
    falseAlarms: others.filter((name) => !mayBe(name)).map((finding) => ({ finding, said: textOf(finding) })),
  };
}
