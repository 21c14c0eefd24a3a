import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import type { PlaybookRecord } from "../record.ts";

/** Runs a whole playbook as a user would, by the command line, and reads its bundle and report. */
export function runPlaybook(name: string, pid: number, window: string): PlaybookRecord {
  const out = `/tmp/${name}`;
  const startedAt = performance.now();
  const words = ["run", name, "--pid", `${pid}`, "--param", `duration=${window}`, "--out", out, "--quiet", "--force"];
  const { status, stderr } = spawnSync("node", ["/diag/bin/diag.js", ...words], {
    encoding: "utf8",
    timeout: 300_000,
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const nothing = { steps: {}, findings: {}, report: { title: "", htmlBytes: 0 }, said: stderr.slice(-1_500) };
  const about = { kind: "playbook", name, exitCode: status ?? -1, seconds } as const;
  try {
    const { manifest, findings } = readBundle(out);
    const [title = ""] = readFileSync(`${out}/report.md`, "utf8").split("\n", 1);
    return {
      ...about,
      steps: Object.fromEntries(
        manifest.steps.map(({ id, status, variant, reason }) => [
          id,
          status === "ok" ? (variant ?? "ok") : `${status}: ${reason?.message}`,
        ]),
      ),
      findings: Object.fromEntries(
        (findings?.findings ?? []).map(({ check, outcome, message }) => [check, { outcome, message }]),
      ),
      report: { title, htmlBytes: statSync(`${out}/report.html`).size },
    };
  } catch (error) {
    return { ...about, ...nothing, said: `${error}\n${nothing.said}` };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
