import { loadBpf, readsKernel } from "../privileges.ts";
import { bccTool, bpftrace, diagItself, libbpfTool } from "../programs.ts";
import type { Binary, Requirement } from "../requirement.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Tool, Variant } from "../tool.ts";
import { durationArgument, windowMs, windowSeconds } from "../window.ts";
import { lifeFactDeclarations, parseLives } from "./life-facts.ts";

const nodeWide =
  "Every connection of the node is traced; the target's are told by the process that closes them, else by an address that no other process has.";

/** `diag helper connections`: ends the tracer after the window, and adds up what is the target's. */
export function connectionsArguments(
  what: "life" | "connect",
  tracer: string,
  target: NodeTarget,
  seconds: number,
): string[] {
  const pids = pidsOf(target);
  const whose = pids.length === 0 ? [] : ["--pids", pids.join(",")];
  return ["helper", "connections", "--what", what, "--tracer", tracer, ...whose, "--seconds", `${seconds}`];
}

const tracedBy = (
  name: string,
  binary: Binary,
  needs: readonly Requirement[],
  precision: string,
  basis: string,
): Variant => ({
  name,
  precision: `${nodeWide} ${precision}`,
  requires: [{ kind: "binary", binary }, loadBpf, readsKernel, ...needs],
  overhead: { cpuPercentOfCore: 2, basis },
  collect: (args, { target }) => ({
    kind: "commands",
    commands: [{ binary: diagItself, argv: connectionsArguments("life", name, target, windowSeconds(args)) }],
  }),
  parse: parseLives,
});

const perState = "one event a change of state, six a connection; its start is not in this figure";

/** How long TCP connections lived, with whom, and what they carried (tcplife(8)). */
export const tcplife: Tool = {
  name: "tcplife",
  title: "lifespans of TCP connections",
  arguments: { duration: durationArgument },
  facts: lifeFactDeclarations,
  windowMs,
  variants: [
    tracedBy("libbpf", libbpfTool("tcplife", { bare: true }), [{ kind: "btf" }], "With bytes, in KiB.", perState),
    tracedBy("bpftrace", bpftrace, [{ kind: "tracefs" }], "Without bytes.", perState),
    tracedBy(
      "bcc",
      bccTool("tcplife"),
      [{ kind: "headers" }, { kind: "tracefs" }],
      "Without bytes: with headers of another build they are wrong.",
      perState,
    ),
  ],
};
