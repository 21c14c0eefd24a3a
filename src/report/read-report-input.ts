import { readBundleFile } from "../bundle/bundle-file.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { Section } from "../documents/playbook.generated.ts";
import { readFolded } from "./flamegraph/read/read-folded.ts";
import type { StackTree } from "./flamegraph/stack-tree.ts";
import type { RawOutput, ReportInput } from "./report-input.ts";

/** So much of each raw output stands in the page; the rest is in the bundle. */
const shownBytes = 16 * 1024;

/** Reads from a bundle on disk what its report shows beyond the documents: the stacks, and the tools' raw output. */
export async function readReportInput(bundle: Bundle, playbookSections: readonly Section[]): Promise<ReportInput> {
  const { manifest, plan, facts, findings, probe, damaged } = bundle;
  return {
    manifest,
    plan,
    ...(facts === undefined ? {} : { facts }),
    ...(findings === undefined ? {} : { findings }),
    ...(probe === undefined ? {} : { probe }),
    playbookSections,
    stacks: await readStacks(bundle),
    rawOutput: readRawOutput(bundle),
    damaged,
  };
}

async function readStacks({ folder, facts }: Bundle): Promise<Map<string, StackTree>> {
  const stacks = new Map<string, StackTree>();
  for (const step of Object.values(facts?.steps ?? {})) {
    for (const fact of Object.values(step)) {
      if (fact.kind !== "profile") continue;
      const bytes = readBundleFile(folder, fact.file);
      if (bytes !== undefined) stacks.set(fact.file, (await readFolded([bytes])).tree);
    }
  }
  return stacks;
}

/** The raw files are named by the manifest, or where the run was cut off before it named them, not at all. */
function readRawOutput({ folder, manifest }: Bundle): RawOutput[] {
  return Object.entries(manifest.files).flatMap(([path, { bytes }]) => {
    const [, step, stream] = /^steps\/([^/]+)\/[^/]+\.(stdout|stderr)$/.exec(path) ?? [];
    if (step === undefined || bytes === 0) return [];
    const text = readBundleFile(folder, path, shownBytes)?.toString("utf8");
    return text === undefined ? [] : [{ step, stream: stream as RawOutput["stream"], text, bytes, path }];
  });
}
