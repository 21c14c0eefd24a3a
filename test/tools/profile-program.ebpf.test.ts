import { mkdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Arguments } from "../../src/tools/argument.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { collectLive, probe } from "./collect-live.ts";
import { nativeProcess } from "./native-process.ts";
import { plain, variantNamed } from "./recording.ts";
import { buildWorkloads, runtimeOf, startWorkload, type WorkloadName } from "./workloads.ts";

/** Each profiler of a language's runtime, over a real program of that language. */
const cases: readonly { tool: string; variant: string; workload: WorkloadName; top: RegExp; path?: RegExp }[] = [
  {
    tool: "profile",
    variant: "py-spy",
    workload: "python",
    top: /^price_of \(hot\.py:6\)$/,
    path: /^price_of \S+ ← render_page /,
  },
  { tool: "profile", variant: "py-spy-plain", workload: "python", top: /^price_of \(hot\.py:6\)$/ },
  { tool: "profile", variant: "py-spy", workload: "python-c", top: /^(?:findall|JSONDecoder\.raw_decode) / },
  {
    tool: "profile",
    variant: "rbspy",
    workload: "ruby",
    top: /^(?:block in )?price_of /,
    path: /price_of \S+ ← render_page /,
  },
  {
    tool: "profile",
    variant: "async-profiler",
    workload: "java",
    top: /^Hot\.priceOf$/,
    path: /^Hot\.priceOf ← Hot\.renderPage ← Hot\.main$/,
  },
  { tool: "allocations", variant: "async-profiler", workload: "shop", top: /^Shop\.listPrices$/ },
  { tool: "lock-waits", variant: "async-profiler", workload: "shop", top: /^Shop\.reserve$/ },
  {
    tool: "profile",
    variant: "perf-map",
    workload: "node-perf",
    top: /^priceOf \S+hot\.js:2:17$/,
    path: /^priceOf \S+ ← renderPage /,
  },
  {
    tool: "profile",
    variant: "node-inspector",
    workload: "node",
    top: /^priceOf \S+hot\.js:2:17$/,
    path: /^priceOf \S+ ← renderPage /,
  },
];

const args: Arguments = { duration: 2_000, frequency: 49, frames: "program" };

describe.each(cases)("live", ({ tool, variant: name, workload: program, top, path }) => {
  const variant = variantNamed(tool, name);
  const runtime = runtimeOf(program);
  const circumstances = { target: "process", runtimes: [runtime], allowAttach: true } as const;
  const lacking =
    variant.requires.map((one) => unmet(one, probe, circumstances)).find((one) => one !== undefined) ??
    missingRuntime(program);

  it.skipIf(lacking !== undefined)(
    `${tool}/${name} tells the functions of ${program}${lacking === undefined ? "" : ` (skipped: ${lacking.message})`}`,
    { timeout: 60_000 },
    async () => {
      mkdirSync("/tmp/diag-workloads", { recursive: true });
      buildWorkloads([program]);
      await using workload = await startWorkload(program);
      const target = {
        kind: "process",
        processes: [{ ...nativeProcess(workload.pid), runtime }],
        cgroups: {},
      } as const;
      const { facts, problem } = await collectLive(variant, args, target);
      expect(problem).toBeUndefined();
      expect(plain(facts)["topFunction"]).toMatch(top);
      if (path !== undefined) expect(plain(facts)["topPath"]).toMatch(path);
      // It still runs, and is as it was.
      expect(process.kill(workload.pid, 0)).toBe(true);
    },
  );
});

function missingRuntime(program: WorkloadName): { message: string } | undefined {
  const needed = { ruby: "ruby", java: "javac", shop: "javac" } as Readonly<Record<string, string>>;
  const word = needed[program];
  return word === undefined || probe.binaries[word] !== undefined ? undefined : { message: `${word} not found` };
}
