import type { ParseSpec } from "../../documents/plan.generated.ts";
import type { FactDeclaration } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { csv } from "./csv.ts";
import { folded } from "./folded.ts";
import { histogram } from "./histogram.ts";
import { json } from "./json.ts";
import type { RawParser } from "./raw-parser.ts";
import { regex } from "./regex.ts";
import { table } from "./table.ts";
import { text } from "./text.ts";

const parsers: Readonly<Record<ParseSpec["as"], RawParser>> = { text, json, csv, table, regex, folded, histogram };

/** The stdout of a playbook's own command → facts, as its `parse` says. Total: any bytes in, no throw. */
export function parseRaw(output: RawOutput, spec: ParseSpec): Parsed {
  return parsers[spec.as].parse(output, spec);
}

/** The facts that such a step has: what a playbook's checks are typed by. */
export function factsOf(spec: ParseSpec): Readonly<Record<string, FactDeclaration>> {
  return parsers[spec.as].facts(spec);
}
