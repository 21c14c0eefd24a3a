import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import { artifactPath } from "../../src/runner/artifacts.ts";
import { collect } from "../../src/runner/collect.ts";
import { probeNode } from "../../src/runner/probe/probe-node.ts";
import { ProcessGuard } from "../../src/runner/process-guard.ts";
import type { Arguments } from "../../src/tools/argument.ts";
import { binariesOf } from "../../src/tools/registry.ts";
import { pidsOf } from "../../src/tools/target-pids.ts";
import type { NodeTarget, Parsed, RawOutput, Variant } from "../../src/tools/tool.ts";
import { generousContext } from "./generous-context.ts";

if (process.geteuid?.() === 0) mountTracing();
export const probe = probeNode([
  ...binariesOf(),
  ...["cat", "ruby", "javac"].map((name) => ({ names: [name], package: name })),
]);

function mountTracing(): void {
  for (const [type, path] of [
    ["tracefs", "/sys/kernel/tracing"],
    ["debugfs", "/sys/kernel/debug"],
    ["bpf", "/sys/fs/bpf"],
  ] as const) {
    try {
      execFileSync("mount", ["-t", type, type, path], { stdio: "ignore" });
    } catch {
      // It is mounted already, or may not be: the probe tells.
    }
  }
}

/** Collects and parses one variant by the runner, over a target of this machine. */
export async function collectLive(
  variant: Variant,
  args: Arguments,
  target: NodeTarget,
): Promise<Parsed & { raw: RawOutput }> {
  const folder = mkdtempSync(join(tmpdir(), "diag-live-"));
  const bundle = new BundleWriter(folder);
  using guard = new ProcessGuard();
  try {
    const context = generousContext({ bundle, guard, probe, target });
    const collection = variant.collect(args, { target, artifact: (name) => artifactPath(context, "live", name) });
    const limits = { timeoutMs: 60_000, maxOutputBytes: 2 ** 26 };
    const { output, elapsedMs } = await collect(
      { step: "live", variant: variant.name, collection, ...limits },
      context,
    );
    const about = { args, cpus: probe.cpus, pids: pidsOf(target), elapsedMs };
    return { ...variant.parse(output, about), raw: output };
  } finally {
    bundle.close();
    rmSync(folder, { recursive: true });
  }
}
