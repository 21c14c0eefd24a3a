import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { diag } from "../../cli/diag.ts";
import { lab } from "../../lab/kubernetes/lab.ts";
import { errorIn } from "./interrupted-run.ts";
import { secretsIn, secretsOf } from "./secrets.ts";

/** Where a test has its tool pods and its files. */
export interface Place {
  readonly namespace: string;
  readonly folder: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The administrator's without. */
  readonly kubeconfig?: string;
  /** Further ones that must be seen nowhere. */
  readonly secrets?: readonly string[];
}

/** A playbook of one step that needs nothing and ends at once. */
export function tinyPlaybook({ folder }: Place): string {
  const file = join(folder, "tiny.yaml");
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: tiny, version: 1.0.0, title: Does it answer? }
spec:
  targets: [container, host]
  steps:
    - { id: said, run: [echo, hello], parse: { as: text } }
  checks:
    - { id: said, title: Said, info: said.lines == 1, message: "\${{ said.text }}" }
`,
  );
  return file;
}

let count = 0;

/**
 * Runs a command of diag in a tool namespace, to its end.
 *
 * @returns what it said, and which secrets of the kubeconfig were seen in what it printed or wrote.
 */
export async function runDiag(words: readonly string[], { namespace, folder }: Place, options: RunOptions = {}) {
  const { kubeconfig = lab.env.KUBECONFIG, secrets = [], env = {} } = options;
  const out = join(folder, `bundle-${++count}`);
  const start = performance.now();
  const { exitCode, stdout, stderr } = await diag([...words, ...(words[0] === "run" ? ["--out", out] : [])], {
    env: { ...lab.env, KUBECONFIG: kubeconfig, DIAG_TOOL_NAMESPACE: namespace, ...env },
  });
  const seconds = (performance.now() - start) / 1000;
  const bundles = existsSync(out) ? [out] : [];
  const all = [...(existsSync(kubeconfig) ? secretsOf(kubeconfig) : []), ...secrets];
  return {
    exitCode,
    stdout,
    stderr,
    error: errorIn(stderr),
    out,
    seconds,
    leaked: secretsIn(all, [stdout, stderr], bundles),
  };
}

/** How a run ends that is refused: one error with its mend, and nothing else. */
export function refusal(message: string, hint: string) {
  return { exitCode: 5, stdout: "", error: `error ${message}\n  ${hint}\n`, leaked: [] };
}

/** How a run ends that answers. */
export const answered = {
  exitCode: 0,
  stdout: expect.stringContaining("info  hello"),
  leaked: [],
} as const;
