import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { readBundleFile } from "../bundle/bundle-file.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import type { Case } from "../documents/case.generated.ts";
import type { Findings } from "../documents/findings.generated.ts";
import type { Playbook } from "../documents/playbook.generated.ts";
import { DiagError } from "../errors.ts";
import { judgeRecording } from "./judge-case.ts";
import { Redactor } from "./redact-recording.ts";

export interface RecordRequest {
  readonly bundle: string;
  /** Folder of the case: new, or a case that is to be recorded again. */
  readonly to: string;
  readonly playbook: Playbook;
  readonly recorded: string;
  readonly replace: Readonly<Record<string, string>>;
}

export interface RecordResult {
  readonly expected: Case;
  readonly bytes: number;
  readonly files: number;
  readonly replaced: ReadonlyMap<string, number>;
  /** Checks whose outcome is another since parts were replaced: the recording is then of little use. */
  readonly changed: readonly string[];
}

/** What a replay needs: the rest of a bundle can be derived from it. */
const replayed = /^(plan|probe)\.json$|^steps\/.*\.(stdout|stderr)$/;

/**
 * Makes a case from a bundle: the plan, the probe and the raw output, made fit to be shared, and an expected.yaml with what
 * the playbook says of it today.
 *
 * @throws DiagError `output-not-empty`, or as `readBundle`.
 */
export function recordCase({ bundle, to, playbook, recorded, replace }: RecordRequest): RecordResult {
  const { manifest } = readBundle(bundle);
  claim(to);
  const redactor = new Redactor({ host: manifest.target.host, replace });
  const files: typeof manifest.files = {};
  let bytes = 0;
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), content);
    bytes += Buffer.byteLength(content);
  };
  for (const path of Object.keys(manifest.files).filter((name) => replayed.test(name))) {
    const content = redactor.redact(readBundleFile(bundle, path)?.toString("utf8") ?? "");
    write(path, content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    files[path] = { sha256, bytes: Buffer.byteLength(content) };
  }
  const shared = JSON.parse(redactor.redact(JSON.stringify(manifest))) as typeof manifest;
  write("manifest.json", `${JSON.stringify({ ...shared, files }, null, 1)}\n`);

  const findings = judgeRecording(to, playbook);
  const expected = expectedOf(findings, recorded);
  write("expected.yaml", stringify(expected, { lineWidth: 120, flowCollectionPadding: true }));
  return {
    expected,
    bytes,
    files: Object.keys(files).length + 2,
    replaced: redactor.counts,
    changed: differences(judgeRecording(bundle, playbook), findings),
  };
}

function claim(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  if (names.length > 0 && !names.includes("expected.yaml")) {
    throw new DiagError("output-not-empty", `${folder} is no case, and not empty`, {
      hint: "Give a folder that does not exist yet: playbooks/NAME/cases/CASE.",
    });
  }
  rmSync(folder, { recursive: true });
}

function expectedOf({ verdict, findings }: Findings, recorded: string): Case {
  const isAlarm = verdict.outcome === "fail" || verdict.outcome === "warn";
  const lacks = findings.some(({ outcome }) => outcome === "unknown" || outcome === "error");
  return {
    recorded,
    kind: isAlarm ? "positive" : lacks ? "missing" : "negative",
    verdict: verdict.outcome,
    findings: Object.fromEntries(findings.map(({ check, outcome }) => [check, { outcome }])),
  };
}

function differences(before: Findings, after: Findings): string[] {
  const outcomes = new Map(before.findings.map(({ check, outcome }) => [check, outcome]));
  return after.findings.filter(({ check, outcome }) => outcomes.get(check) !== outcome).map(({ check }) => check);
}
