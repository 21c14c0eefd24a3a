import type { ArgumentDeclaration, Arguments } from "../argument.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget } from "../tool.ts";
import { windowSeconds } from "../window.ts";

export const frequencyArgument = {
  type: "integer",
  description: "Samples a second on each CPU.",
  default: 49,
  minimum: 1,
  maximum: 999,
  unit: "hertz",
} as const satisfies ArgumentDeclaration;

/** The arguments of `profile`, read. */
export interface ProfileRequest {
  readonly seconds: number;
  readonly hertz: number;
  /** None: the whole host. */
  readonly pids: readonly number[];
}

export function profileRequest(args: Arguments, target: NodeTarget): ProfileRequest {
  const frequency = args["frequency"];
  return {
    seconds: windowSeconds(args),
    hertz: typeof frequency === "number" ? frequency : 49,
    pids: pidsOf(target),
  };
}

/** `-p` with a list, as BCC, libbpf-tools and perf understand it; nothing for the whole host. */
export function pidOption(pids: readonly number[]): string[] {
  return pids.length === 0 ? [] : ["-p", pids.join(",")];
}
