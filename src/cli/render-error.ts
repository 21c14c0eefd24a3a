import { isDiskFull } from "../bundle/bundle-writer.ts";
import { DiagError, DiagErrors, type Position } from "../errors.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import { textWidth } from "../report/terminal/text-width.ts";
import { type ExitCode, exitCode, exitCodeOf } from "./exit-code.ts";

/** An error as lines for a person: what happened, where, what to do. */
export function renderError(error: unknown): { readonly text: string; readonly exit: ExitCode } {
  if (error instanceof DiagErrors) {
    const exits = error.errors.map((one) => exitCodeOf(one.code));
    return { text: error.errors.map(renderOne).join("\n"), exit: exits[0] ?? exitCode.broken };
  }
  if (error instanceof DiagError) return { text: renderOne(error), exit: exitCodeOf(error.code) };
  if (isDiskFull(error)) {
    const hint = "Free space, or give --out another disk. `diag report` renders a bundle that is there.";
    return renderError(new DiagError("output-not-writable", (error as Error).message, { hint }));
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    text: `error internal: diag itself broke; this is a bug in diag, please report it with the lines below\n${harmless(stack, { lines: true })}\n`,
    exit: exitCode.broken,
  };
}

function renderOne(error: DiagError): string {
  const lines = [`error ${error.code}: ${harmless(error.message)}`];
  if (error.at !== undefined) lines.push(...renderPosition(error.at));
  if (error.hint !== undefined) lines.push(`  ${harmless(error.hint)}`);
  return `${lines.join("\n")}\n`;
}

function renderPosition(at: Position): string[] {
  const where = `  at ${harmless(at.file)}:${at.line}:${at.column}`;
  if (at.excerpt === undefined) return [where];
  const margin = `${at.line} | `;
  const before = " ".repeat(textWidth(harmless(at.excerpt.slice(0, at.column - 1))));
  return [
    where,
    `  ${margin}${harmless(at.excerpt)}`,
    `  ${" ".repeat(margin.length)}${before}${"^".repeat(Math.max(at.length ?? 1, 1))}`,
  ];
}
