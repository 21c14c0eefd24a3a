import { join } from "node:path";
import compareVersions from "semver/functions/compare.js";
import { claimFolder } from "../bundle/claim-folder.ts";
import { type Bundle, readBundle } from "../bundle/read-bundle.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { judgeBundle } from "../judge/judge-bundle.ts";
import { type Both, mapBoth } from "../report/comparison/both.ts";
import { compareRuns } from "../report/comparison/compare-runs.ts";
import type { Comparison } from "../report/comparison/comparison.ts";
import { type ComparisonFormat, comparisonFormats } from "../report/comparison/comparison-formats.ts";
import { readReportInput } from "../report/read-report-input.ts";
import type { ReportInput } from "../report/report-input.ts";
import { terminalComparison } from "../report/terminal/comparison.ts";
import { toolNamed } from "../tools/registry.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { playbookOf } from "./finish-bundle.ts";
import { writeInto } from "./render-bundle.ts";
import { terminalOf } from "./view/view.ts";
import { wantedFormats } from "./wanted-formats.ts";

export interface DiffOptions {
  readonly format?: string;
  readonly out?: string;
  /** `worse`: a finding that is fail or warn is new or worse. */
  readonly failOn: "worse" | "never";
  readonly color?: boolean;
}

/** `diag diff`: compares two bundles, writes what it found and prints the answer. */
export async function diffBundles(folders: Both<string>, options: DiffOptions): Promise<ExitCode> {
  const isWanted = wantedOf(options.format);
  const bundles = mapBoth(folders, readEvidence);
  refuseUnlike(bundles);
  const rules = newerPlaybook(mapBoth(bundles, playbookOf));
  const { name, version, title } = rules.metadata;
  const comparison = compareRuns(
    { before: await judged(bundles.before, rules), after: await judged(bundles.after, rules) },
    { name, version, title },
  );

  const out = claimFolder(options.out, `diag-${new Date().toISOString().slice(0, 10)}-diff-${name}`);
  const formats = comparisonFormats.filter(isWanted);
  for (const format of formats) {
    for (const { path, text } of await format.render(comparison)) writeInto(out, path, text);
  }
  const terminal = terminalOf(process.env, options);
  const lines = terminalComparison(comparison, {
    ...terminal,
    colour: terminal.colour && process.stdout.isTTY === true,
  });
  const files = formats.map(({ file }) => `diff  ${join(out, file)}`);
  process.stdout.write(`${[...lines, "", ...files].join("\n")}\n`);
  return diffExitCode(comparison, options.failOn);
}

function wantedOf(list: string | undefined): (format: ComparisonFormat) => boolean {
  if (list === undefined) return ({ byDefault }) => byDefault;
  const names = list === "all" ? undefined : wantedFormats(list, comparisonFormats);
  return ({ name }) => names?.includes(name) !== false;
}

/** What was derived from the evidence is derived again, so that only the evidence must be whole. */
const evidence = /^((plan|probe|facts)\.json|playbook\.yaml|profiles\/.*)$/;

function readEvidence(folder: string): Bundle {
  const bundle = readBundle(folder);
  const damaged = bundle.damaged.filter((path) => evidence.test(path));
  if (damaged.length === 0) return bundle;
  throw new DiagError("bundle-damaged", `${folder}: ${damaged.join(", ")} is not what manifest.json says`, {
    hint: "Copy the bundle again from where it was made.",
  });
}

function refuseUnlike({ before, after }: Both<Bundle>): void {
  if (before.manifest.run === after.manifest.run) {
    throw new DiagError("bundles-unlike", `${before.folder} and ${after.folder} are the same run`, {
      hint: "Give two runs of one playbook.",
    });
  }
  const [one, other] = [before.manifest.playbook.name, after.manifest.playbook.name];
  if (one !== other) {
    const message = `${before.folder} is of the playbook ${one}, ${after.folder} of ${other}`;
    throw new DiagError("bundles-unlike", message, { hint: "Give two runs of one playbook." });
  }
}

/** Both are judged by it: a threshold that moved is no change of the target. Of equal versions the later run's counts. */
function newerPlaybook({ before, after }: Both<Playbook>): Playbook {
  return compareVersions(before.metadata.version, after.metadata.version) > 0 ? before : after;
}

function judged(bundle: Bundle, rules: Playbook): Promise<ReportInput> {
  const findings = judgeBundle(bundle, rules, toolNamed);
  return readReportInput({ ...bundle, findings }, rules.spec.report ?? []);
}

/** What is worse counts before what could not be judged, and that before a run that was cut short. */
function diffExitCode({ verdict, before, after }: Comparison, failOn: DiffOptions["failOn"]): ExitCode {
  if (failOn === "worse" && (verdict.change === "worse" || verdict.change === "mixed")) return exitCode.findings;
  const isWhole = before.state === "complete" && after.state === "complete";
  return verdict.change === "unclear" || !isWhole ? exitCode.incomplete : exitCode.done;
}
