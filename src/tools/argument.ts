import type { Value } from "../documents/plan.generated.ts";

/**
 * The declaration of a tool's argument or of a playbook's param. Durations are held in milliseconds and
 * byte sizes in bytes once read; `default`, `minimum` and `maximum` are written as a user would (`10s`, `64MiB`).
 */
export interface ArgumentDeclaration {
  readonly type: "string" | "integer" | "number" | "boolean" | "duration" | "bytes" | "enum" | "list";
  readonly description: string;
  readonly default?: string | number | boolean | readonly (string | number)[];
  readonly minimum?: string | number;
  readonly maximum?: string | number;
  readonly values?: readonly string[];
  readonly unit?: string;
}

export type Arguments = Readonly<Record<string, Value>>;
