import { execa } from "execa";
import { programWords } from "../../src/runner/own-program.ts";
import { probeNode } from "../../src/runner/probe/probe-node.ts";
import type { Arguments } from "../../src/tools/argument.ts";
import { binariesOf } from "../../src/tools/registry.ts";
import type { NodeTarget, Parsed, RawOutput, Variant } from "../../src/tools/tool.ts";

export const probe = probeNode([
  ...binariesOf(),
  ...["cat", "ruby", "javac"].map((name) => ({ names: [name], package: name })),
]);

/** Runs a variant's commands as the runner does, over a target of this machine. */
export async function collectLive(
  variant: Variant,
  args: Arguments,
  target: NodeTarget,
): Promise<Parsed & { raw: RawOutput }> {
  const artifact = (name: string) => `/tmp/diag-workloads/${process.pid}.${name}`;
  const collection = variant.collect(args, { target, artifact });
  if (collection.kind !== "commands") throw new Error(`${variant.name} reads files`);
  let raw: RawOutput = { stdout: new Uint8Array(), stderr: "", partial: false };
  for (const { binary, argv, env } of collection.commands) {
    const [path, ...own] = programWords(binary, probe);
    const { stdout, stderr } = await execa(path, [...own, ...argv], {
      encoding: "buffer",
      reject: false,
      env: { LC_ALL: "C", ...env },
      timeout: 60_000,
      maxBuffer: 64e6,
    });
    raw = { stdout, stderr: raw.stderr + Buffer.from(stderr).toString(), partial: false };
  }
  const context = { args, cpus: probe.cpus, pids: [], elapsedMs: Number(args["duration"]) };
  return { ...variant.parse(raw, context), raw };
}
