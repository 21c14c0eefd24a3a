import type { Value } from "../documents/plan.generated.ts";
import type { Param } from "../documents/playbook.generated.ts";

/** Params as expressions see them: durations in seconds, where plans and tools hold milliseconds. */
export function paramValues(
  declared: Readonly<Record<string, Pick<Param, "type">>>,
  values: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      declared[name]?.type === "duration" ? Number(value) / 1000 : value,
    ]),
  );
}
