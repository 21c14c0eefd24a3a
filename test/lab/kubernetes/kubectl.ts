import { existsSync } from "node:fs";
import { execa } from "execa";
import { ownKubectl } from "./folders.ts";

const requestSeconds = 20;

/** `kubectl WORDS…` → its stdout; fails with what it printed. */
export async function kubectl(
  kubeconfig: string,
  words: readonly string[],
  options: { readonly input?: string } = {},
): Promise<string> {
  const program = existsSync(ownKubectl) ? ownKubectl : "kubectl";
  const where = ["--kubeconfig", kubeconfig, `--request-timeout=${requestSeconds}s`];
  return (await execa(program, [...where, ...words], options)).stdout.trim();
}
