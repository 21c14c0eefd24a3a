import type { Param, Playbook } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { isMemberName } from "./expression/reserved-names.ts";
import { readValue } from "./read-value.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** What the schema cannot say of params: bounds and default are values of the param's own type. */
export function checkParams(playbook: Playbook, source: SourceMap, report: (error: DiagError) => void): void {
  for (const [name, param] of Object.entries(playbook.spec.params ?? {})) {
    const path: Path = ["spec", "params", name];
    if (!isMemberName(name)) {
      const hint = "Expressions have another use for the word: choose another.";
      report(new DiagError("schema", `\`${name}\` cannot be a param's name`, { at: source.key(path), hint }));
    }
    if (param.type === "enum" && param.values === undefined) {
      const at = source.value([...path, "type"]);
      report(
        new DiagError("schema", `param ${name} is an enum without \`values\``, {
          at,
          hint: "List them: values: [a, b].",
        }),
      );
    }
    checkBounds(name, param, path, source, report);
  }
}

function checkBounds(
  name: string,
  param: Param,
  path: Path,
  source: SourceMap,
  report: (error: DiagError) => void,
): void {
  const { minimum, maximum, ...unbounded } = param;
  const read = (what: string, key: "minimum" | "maximum" | "default", declaration: Param) => {
    if (param[key] === undefined) return undefined;
    const value = readValue(`${what} of ${name}`, declaration, param[key]);
    if (value.ok) return value.value;
    report(new DiagError(value.code, value.message, { at: source.value([...path, key]), hint: value.hint }));
    return undefined;
  };
  const low = read("minimum", "minimum", unbounded);
  const high = read("maximum", "maximum", unbounded);
  if (typeof low === "number" && typeof high === "number" && low > high) {
    const at = source.value([...path, "minimum"]);
    report(
      new DiagError("param-range", `minimum of ${name} is ${minimum}, above its maximum ${maximum}`, {
        at,
        hint: "No value is between them.",
      }),
    );
    return;
  }
  read("default", "default", param);
}
