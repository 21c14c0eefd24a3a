import { DiagError } from "../../errors.ts";
import { redact } from "./redact.ts";

/** Of a kubeconfig's user: a program that hands out credentials. */
interface Plugin {
  readonly command?: string;
  readonly installHint?: string;
}

/**
 * Why no credentials could be had. What a plugin printed on its stdout is never told: it may be the credentials.
 *
 * @param plugin Where the kubeconfig has one.
 */
export function credentialsError(server: string, plugin: Plugin | undefined, error: unknown): DiagError {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  const name = `the kubeconfig's plugin ${plugin?.command}`;
  const isAbsent = plugin !== undefined && (code === "ENOENT" || code === "EACCES");
  const why =
    plugin === undefined
      ? redact(message ?? "")
      : isAbsent
        ? `${name} is not installed`
        : error instanceof SyntaxError || error instanceof TypeError
          ? `${name} printed no ExecCredential`
          : redact(message ?? "") || `${name} failed and said nothing`;
  const hint = isAbsent
    ? (plugin?.installHint ?? "Install it, or use another context with --context.")
    : "Log in again; `kubectl auth whoami` shows the same trouble.";
  return new DiagError("cluster-unauthorized", `No credentials for ${server}: ${why}`, { hint: redact(hint) });
}
