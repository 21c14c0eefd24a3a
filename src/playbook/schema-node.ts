import schema from "../../schemas/playbook.v1.json" with { type: "json" };
import type { Path } from "./source-map.ts";

/** The part of the playbook's schema that a value is held to. */
export interface SchemaNode {
  readonly description?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly $ref?: string;
}

/** Finds it by the value's path: in a playbook's schema every value has one place. */
export function schemaAt(path: Path): SchemaNode | undefined {
  let node = resolve(schema as unknown as SchemaNode);
  for (const part of path) {
    const next = typeof part === "number" ? node?.items : (ownOf(node?.properties, part) ?? node?.additionalProperties);
    node = typeof next === "object" ? resolve(next) : undefined;
  }
  return node;
}

function resolve(node: SchemaNode): SchemaNode | undefined {
  const name = node.$ref?.replace("#/$defs/", "");
  return name === undefined ? node : ownOf(schema.$defs as unknown as Readonly<Record<string, SchemaNode>>, name);
}

function ownOf<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
