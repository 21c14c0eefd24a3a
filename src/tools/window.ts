import type { ArgumentDeclaration, Arguments } from "./argument.ts";

/** The argument that every tool that watches for a while has. */
export const durationArgument = {
  type: "duration",
  description: "How long to watch.",
  default: "10s",
  minimum: "1s",
  maximum: "1h",
} as const satisfies ArgumentDeclaration;

/** Most of the tools count in whole seconds: a part of one is rounded up. */
export function windowSeconds(args: Arguments): number {
  const ms = args["duration"];
  return typeof ms === "number" && ms > 0 ? Math.ceil(ms / 1000) : 10;
}

export function windowMs(args: Arguments): number {
  return windowSeconds(args) * 1000;
}
