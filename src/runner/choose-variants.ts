import type { Attempt } from "../documents/manifest.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import type { Circumstances } from "../tools/requirement.ts";
import type { Tool, Variant } from "../tools/tool.ts";
import { unmet } from "../tools/unmet.ts";

export interface Choice {
  /** Variants that this node can run, in the order in which they are tried. */
  readonly candidates: readonly Variant[];
  /** The others, each with the first requirement that is not met. */
  readonly rejected: readonly Attempt[];
}

/** Holds the tool's variants, in the plan's order, against what the node offers. */
export function chooseVariants(
  tool: Tool,
  names: readonly string[],
  probe: Probe,
  circumstances: Circumstances,
): Choice {
  const candidates: Variant[] = [];
  const rejected: Attempt[] = [];
  for (const name of names) {
    const variant = tool.variants.find((one) => one.name === name);
    if (variant === undefined) continue;
    const lacks = variant.requires
      .map((requirement) => unmet(requirement, probe, circumstances))
      .find((one) => one !== undefined);
    if (lacks === undefined) candidates.push(variant);
    else rejected.push({ variant: name, outcome: "rejected", reason: { ...lacks } });
  }
  return { candidates, rejected };
}
