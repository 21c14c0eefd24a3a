import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Findings } from "../../src/documents/findings.generated.ts";
import { targetWords } from "../../test/faults/target-words.ts";
import type { Engine } from "../../test/lab/docker/engine.ts";

export interface PlaybookRun {
  readonly findings: Findings;
  /** From the command to its report. */
  readonly wallMs: number;
}

/** @param keep Folder for the bundle; it goes away without. */
export async function runPlaybook(
  { host }: Engine,
  request: {
    readonly playbook: string;
    readonly container: string;
    readonly image: string;
    readonly params: Readonly<Record<string, string | number>>;
    readonly keep?: string;
  },
): Promise<PlaybookRun> {
  const work = mkdtempSync(join(tmpdir(), "diag-accuracy-"));
  const out = request.keep ?? join(work, "bundle");
  const params = Object.entries(request.params).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
  // What a run of before left there is not what this one says.
  rmSync(out, { recursive: true, force: true });
  const startedAt = performance.now();
  try {
    const { stderr } = await execa(
      process.execPath,
      [
        ...["bin/diag.js", "run", request.playbook, ...targetWords(request.playbook, request.container)],
        ...["--image", request.image, "--out", out, "--quiet", "--force", ...params],
      ],
      { reject: false, env: { DOCKER_HOST: host } },
    );
    const wallMs = performance.now() - startedAt;
    try {
      return { findings: JSON.parse(readFileSync(join(out, "findings.json"), "utf8")) as Findings, wallMs };
    } catch (error) {
      throw new Error(`${request.playbook} gave no findings: ${stderr.slice(-2000)}`, { cause: error });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
