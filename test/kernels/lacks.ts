import type { Reason } from "../../src/documents/manifest.generated.ts";
import type { Probe } from "../../src/documents/probe.generated.ts";
import type { Circumstances, Requirement } from "../../src/tools/requirement.ts";
import type { Variant } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";

/** What the variants are started over: a node, or one of the small programs in guest/targets.ts. */
export type TargetOf = "host" | "native" | "node" | "python";

export function targetOf({ requires }: Variant): TargetOf {
  if (requires.some((one) => one.kind === "target" && !one.targets.includes("process"))) return "host";
  const runtimes = requires.flatMap((one) => (one.kind === "runtime" ? one.anyOf : []));
  return (["node", "python"] as const).find((name) => runtimes.includes(name)) ?? "native";
}

export interface Lack {
  /** Why it cannot run here, by the probe: the first requirement that is not met. */
  readonly reason: Reason;
  /** A kernel that had more would do. What lacks a program, a runtime or a cluster proves nothing about a kernel. */
  readonly isOfKernel: boolean;
}

export function lackOf(variant: Variant, probe: Probe): Lack | undefined {
  const target = targetOf(variant);
  const circumstances: Circumstances = {
    target: target === "host" ? "host" : "process",
    runtimes: target === "host" ? [] : [target],
    cluster: false,
    allowAttach: true,
  };
  const lacking = variant.requires.flatMap((requirement) => {
    const reason = unmet(requirement, probe, circumstances);
    return reason === undefined ? [] : [{ requirement, reason }];
  });
  const [first] = lacking;
  if (first === undefined) return undefined;
  const isOfKernel = lacking.every(({ requirement }) => !besideKernel.has(requirement.kind));
  return { reason: { ...first.reason }, isOfKernel };
}

const besideKernel: ReadonlySet<Requirement["kind"]> = new Set(["binary", "target", "runtime", "cluster", "consent"]);
