import type { Event } from "../../documents/event.generated.ts";
import { harmless } from "../../report/safe-text/terminal.ts";
import { headerLines } from "./header.ts";
import type { Terminal, ViewFactory } from "./view.ts";

/** Timestamped lines, for a pipe, a log or CI: one where something began or ended, none for progress. */
export const plainView: ViewFactory = (plan, terminal) => ({
  event(event) {
    if (event.kind === "run-started") {
      for (const line of headerLines(event, plan, terminal)) terminal.stderr.write(`${event.at} ${line}\n`);
    }
    const text = lineOf(event);
    if (text !== undefined) terminal.stderr.write(`${event.at} ${harmless(text)}\n`);
  },
  status: (text) => plainStatus(terminal, text),
  async close() {},
});

export function plainStatus({ stderr }: Pick<Terminal, "stderr">, text: string): void {
  stderr.write(`${new Date().toISOString()} ${harmless(text)}\n`);
}

function lineOf(event: Event): string | undefined {
  switch (event.kind) {
    case "probed":
      return `probe: ${event.summary}`;
    case "step-started":
      return `${event.step}: started ${event.label}${event.variant === undefined ? "" : `: ${event.variant}`}, window ${event.windowMs / 1000} s`;
    case "step-fell-back":
      return `${event.step}: ${event.variant} did not work: ${event.message}`;
    case "step-finished":
      return `${event.step}: ${event.status} after ${(event.durationMs / 1000).toFixed(1)} s${event.message === undefined ? "" : `: ${event.message}`}`;
    case "run-finished":
      return `run ${event.state}`;
    case "run-started":
    case "step-progress":
    case "run-refused":
      return undefined;
  }
}
