import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../src/documents/manifest.generated.ts";
import type { Plan } from "../../src/documents/plan.generated.ts";
import type { Arguments } from "../../src/tools/argument.ts";
import type { ParseContext } from "../../src/tools/tool.ts";

export const root = join(import.meta.dirname, "../..");

/** What one variant of a tool really printed, and what its parser is told beside it. */
export interface Recording {
  readonly variant: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly context: ParseContext;
}

/** By the tool's name: the recordings of the tools, and the cases of the playbooks. */
export function recordingsOf(tool: string): Recording[] {
  return [...toolRecordings(tool), ...(caseRecordings().get(tool) ?? [])];
}

export function file(...path: readonly string[]): Buffer {
  return readFileSync(join(root, ...path));
}

/** Every file of that pattern below the repository's root. */
export function files(pattern: string): Buffer[] {
  return globSync(pattern, { cwd: root })
    .toSorted()
    .map((path) => file(path));
}

function toolRecordings(tool: string): Recording[] {
  const folder = join("test/tools/recordings", tool);
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name): Recording => {
      const about = JSON.parse(file(folder, name).toString()) as { recording: string; pid: number; args: Arguments };
      const base = name.slice(0, -".json".length);
      const [, variant = ""] = about.recording.split("/");
      return {
        variant,
        stdout: file(folder, `${base}.stdout`),
        stderr: file(folder, `${base}.stderr`),
        context: { args: about.args, cpus: 2, pids: base.endsWith("host") ? [] : [about.pid], elapsedMs: 2_000 },
      };
    });
}

let ofCases: ReadonlyMap<string, readonly Recording[]> | undefined;

function caseRecordings(): ReadonlyMap<string, readonly Recording[]> {
  ofCases ??= Map.groupBy(
    globSync("playbooks/*/cases/*/manifest.json", { cwd: root }).toSorted().flatMap(recordingsOfCase),
    ({ tool }) => tool,
  );
  return ofCases;
}

function recordingsOfCase(path: string): (Recording & { readonly tool: string })[] {
  const folder = path.slice(0, -"/manifest.json".length);
  const manifest = JSON.parse(file(path).toString()) as Manifest;
  const plan = JSON.parse(file(folder, "plan.json").toString()) as Plan;
  return manifest.steps.flatMap(({ id, variant, durationMs }) => {
    const step = plan.steps.find((one) => one.id === id);
    const raw = `steps/${id}/${variant}`;
    if (step?.kind !== "tool" || variant === undefined || manifest.files[`${raw}.stdout`] === undefined) return [];
    const pids = (manifest.target.processes ?? []).map(({ pid }) => pid);
    return {
      tool: step.tool,
      variant,
      stdout: file(folder, `${raw}.stdout`),
      stderr: manifest.files[`${raw}.stderr`] === undefined ? Buffer.alloc(0) : file(folder, `${raw}.stderr`),
      context: { args: step.arguments, cpus: 2, pids, elapsedMs: durationMs },
    };
  });
}
