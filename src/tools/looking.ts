import { diagItself } from "./programs.ts";
import { pidsOf } from "./target-pids.ts";
import type { Variant } from "./tool.ts";
import { windowSeconds } from "./window.ts";

/** What variants have in common that look at the target's processes again and again, by a helper of diag's own. */
export function looking(helper: string): Pick<Variant, "requires" | "overhead" | "collect"> {
  return {
    requires: [{ kind: "target", targets: ["process"] }],
    overhead: { cpuPercentOfCore: 5, basis: "readings are as seldom as a twentieth of a core asks" },
    collect(args, { target }) {
      const words = ["--pids", pidsOf(target).join(","), "--seconds", `${windowSeconds(args)}`];
      return { kind: "commands", commands: [{ binary: diagItself, argv: ["helper", helper, ...words] }] };
    },
  };
}
