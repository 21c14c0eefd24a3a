/**
 * What share of the samples of a program in another container each variant of `profile` gives a name, from the toolbox: the
 * order of the variants goes by it (src/tools/profile/profile.ts).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { toolNamed } from "../src/tools/registry.ts";
import { startEngine, whyNoEngine } from "../test/lab/docker/engine.ts";
import { profileBy } from "../test/lab/docker/profile-by.ts";
import { buildTargets, startTarget } from "../test/lab/docker/targets.ts";
import { buildToolbox } from "../test/lab/docker/toolbox.ts";
import type { BenchTable } from "./bench-table.ts";

const programs = ["hot", "scratch", "python", "node", "node-perf", "ruby", "java"] as const;
const kernelVariants = ["bcc", "perf", "bpftrace", "libbpf"];

export async function benchSymbols(): Promise<BenchTable> {
  const columns = ["program in a container", ...kernelVariants.map((name) => `${name}: named, and the top function`)];
  const table = { title: "Frames that have names, from the toolbox", columns };
  const why = whyNoEngine();
  if (why !== undefined) return { ...table, rows: [], note: `Skipped: ${why}.` };
  const engine = await startEngine();
  try {
    await buildTargets(engine);
    const image = await buildToolbox(engine);
    const variants = toolNamed("profile")?.variants.map(({ name }) => name) ?? [];
    const rows: string[][] = [];
    for (const program of programs) {
      await using target = await startTarget(engine, program);
      await sleep(program === "java" ? 3_000 : 1_500);
      const cells: string[] = [];
      for (const variant of kernelVariants.filter((name) => variants.includes(name))) {
        const { step, facts } = await profileBy(engine, image, target, variant);
        const unresolved = facts["unresolvedShare"];
        cells.push(
          typeof unresolved === "number"
            ? `${(100 - unresolved).toFixed(1)} % of ${facts["samples"]}: \`${facts["topFunction"] ?? "none"}\``
            : `${step.status}: ${step.reason?.message ?? "no samples"}`,
        );
      }
      rows.push([program, ...cells]);
    }
    const note = "4 s at 99 Hz of one busy process each. A name of an interpreter's own loop counts as a name.";
    return { ...table, rows, note };
  } finally {
    await engine.stop();
  }
}
