import type { ComparisonDocument } from "../../documents/comparison.generated.ts";
import type { Comparison } from "../comparison/comparison.ts";
import type { RenderedFile } from "../format.ts";
import { jsonText } from "./json-text.ts";

type Frozen<T> = { readonly [Key in keyof T]: Frozen<T[Key]> };

/** The comparison as data, by schemas/comparison.v1.json. Stacks stay in the bundles. */
export function renderComparisonJson(comparison: Comparison): RenderedFile[] {
  const data: Frozen<ComparisonDocument> = {
    ...comparison,
    profiles: comparison.profiles.map(({ tree: _, ...profile }) => profile),
  };
  return [{ path: "comparison.json", text: jsonText(data) }];
}
