import { expect, test } from "vitest";
import { suggestionLines, suggestionsOf } from "../../src/cli/suggestions.ts";
import type { Finding, Findings } from "../../src/documents/findings.generated.ts";

const finding = (check: string, outcome: Finding["outcome"], message: string, next?: string): Finding => ({
  check,
  title: `About ${check}`,
  outcome,
  message,
  values: [],
  evidence: [],
  ...(next === undefined ? {} : { next }),
});
const findings: Findings = {
  schema: "diag/findings/v1",
  verdict: { outcome: "fail", message: "It is throttled." },
  findings: [
    finding("throttled", "fail", "Its limit of 20 % stopped it in 62 % of the periods.", "cpu-throttled"),
    finding("grows", "warn", "It grows.", "memory-leak"),
    finding("bursts", "info", "It \x1b[31mbursts.", "cpu-throttled"),
    finding("mine", "info", "Not here.", "unheard-of"),
    finding("dns", "unknown", "Not known."),
    finding("disk", "pass", "Fine."),
  ],
};
const target = { kind: "container", id: "0123456789abcdef", name: "shop" } as const;
const isKnown = (name: string) => name !== "unheard-of";

test("each playbook once, the most severe first, with every reason; none that is not here", () => {
  expect(suggestionsOf(findings, target, isKnown)).toEqual([
    {
      playbook: "cpu-throttled",
      command: "diag run cpu-throttled --container shop",
      outcome: "fail",
      because: ["Its limit of 20 % stopped it in 62 % of the periods.", "It \x1b[31mbursts."],
    },
    {
      playbook: "memory-leak",
      command: "diag run memory-leak --container shop",
      outcome: "warn",
      because: ["It grows."],
    },
  ]);
});

test("in a terminal, wrapped and harmless", () => {
  const lines = suggestionLines(findings, suggestionsOf(findings, target, isKnown), { width: 40, unicode: true });
  expect(lines).toEqual([
    "Run this next:",
    "",
    "  1  diag run cpu-throttled --container shop",
    "     Its limit of 20 % stopped it in 62",
    "     % of the periods.",
    expect.stringMatching(/^ {5}It .*bursts\.$/),
    "",
    "  2  diag run memory-leak --container shop",
    "     It grows.",
    "",
    "  Not so: about disk.",
    "",
    "  Not known: about dns.",
  ]);
  expect(lines.join("")).not.toContain("\x1b");
});

test("where nothing stands out, that is said", () => {
  const quiet: Findings = { ...findings, verdict: { outcome: "pass", message: "Nothing stands out." }, findings: [] };
  expect(suggestionLines(quiet, [], { width: 80, unicode: true })).toEqual(["  Nothing stands out."]);
});
