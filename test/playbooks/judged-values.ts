import type { Fact, Unit } from "../../src/documents/facts.generated.ts";
import type { Finding } from "../../src/documents/findings.generated.ts";
import { judge } from "../../src/judge/judge.ts";
import { factValues } from "../../src/playbook/expression/fact-values.ts";
import { scopeOf } from "../../src/playbook/playbook-scope.ts";
import { table } from "../../src/tools/fact.ts";
import { toolNamed } from "../../src/tools/registry.ts";
import { playbookNamed } from "./cases.ts";

type Value = number | string | boolean;
/** Of a table: column → cell. Those that are left out are 0, empty or false. */
type Rows = readonly Readonly<Record<string, Value>>[];

/** Step → fact → value. */
export type Values = Readonly<Record<string, Readonly<Record<string, Value | Rows>>>>;

/** What a playbook says of facts that no machine had to be made for, by check. */
export function outcomes(
  playbook: string,
  values: Values,
  about: { readonly params: Record<string, unknown>; readonly target: Record<string, unknown> },
): Readonly<Record<string, Finding>> {
  const read = playbookNamed(playbook);
  const facts = Object.fromEntries(
    Object.entries(values).map(([step, of]) => {
      const tool = read.spec.steps.find(({ id }) => id === step)?.tool ?? "";
      return [step, Object.fromEntries(Object.entries(of).map(([name, value]) => [name, factOf(tool, name, value)]))];
    }),
  );
  const { findings } = judge({
    playbook: read,
    scope: scopeOf(read, toolNamed),
    values: { ...factValues(facts), ...about },
    facts,
    steps: [],
  });
  return Object.fromEntries(findings.map((finding) => [finding.check, finding]));
}

function factOf(tool: string, name: string, value: Value | Rows): Fact {
  if (typeof value === "string") return { kind: "string", value };
  if (typeof value === "boolean") return { kind: "boolean", value };
  const declared = toolNamed(tool)?.facts[name];
  if (declared === undefined) throw new Error(`${tool} has no fact ${name}`);
  if (typeof value !== "number") {
    if (declared.kind !== "table") throw new Error(`${tool}.${name} is no table`);
    const names = Object.keys(declared.columns);
    return table(
      declared,
      value.map((row) => names.map((column) => row[column] ?? 0)),
    );
  }
  const unit: Unit = "unit" in declared && declared.unit !== undefined ? declared.unit : "none";
  return declared.kind === "series"
    ? { kind: "series", unit, points: Array.from({ length: 16 }, (_, at) => [at, value]) }
    : { kind: "number", unit, value };
}
