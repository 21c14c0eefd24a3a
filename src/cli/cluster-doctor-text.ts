import { harmless, inAscii } from "../report/safe-text/terminal.ts";
import { wrap } from "../report/terminal/wrap.ts";
import type { Check } from "../site/kubernetes/doctor/check.ts";

const words: Readonly<Record<Check["state"], string>> = { ok: "ok", no: "NO", less: "less", unknown: "?" };
const gap = "  ";

/** A row a check, and what it comes to. */
export function clusterDoctorText(
  checks: readonly Check[],
  { width, unicode }: { readonly width: number; readonly unicode: boolean },
): string {
  const clean = (text: string) => (unicode ? harmless(text) : inAscii(harmless(text)));
  const topicWidth = Math.max(...checks.map(({ topic }) => topic.length));
  const left = (topic: string, word: string) => `${topic.padEnd(topicWidth)}${gap}${word.padEnd(4)}${gap}`;
  const room = Math.max(width - left("", "").length, 30);
  const lines = checks.flatMap(({ topic, state, text, mend }, index) => {
    const isFirst = checks[index - 1]?.topic !== topic;
    const arrow = unicode ? "→" : "->";
    const rows = [...wrap(clean(text), room), ...(mend === undefined ? [] : wrap(`${arrow} ${clean(mend)}`, room))];
    return rows.map((row, line) => (line === 0 ? left(isFirst ? topic : "", words[state]) : left("", "")) + row);
  });
  return [...lines, "", conclusion(checks)].join("\n");
}

function conclusion(checks: readonly Check[]): string {
  const [refused, lesser] = (["no", "less"] as const).map((one) => checks.filter(({ state }) => state === one).length);
  if (refused) return `No run can start: ${refused === 1 ? "one thing is" : `${refused} things are`} missing.`;
  return lesser ? "Runs can start; what is marked less they do without." : "Runs can start.";
}
