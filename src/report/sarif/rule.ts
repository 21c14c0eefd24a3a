import type { Report } from "../report.ts";
import { markdownCode, markdownText } from "../safe-text/markdown.ts";
import { sarifText } from "../safe-text/sarif.ts";
import type { ReportFinding } from "../verdict.ts";
import type { SarifMessage, SarifRule } from "./sarif-log.ts";

export function ruleId(playbook: string, check: string): string {
  return `${playbook}/${check}`;
}

/** What is the same in every run: the check's question, its rule, and why its threshold is what it is. */
export function buildRule({ check, title, rule, rationale }: ReportFinding, playbook: Report["playbook"]): SarifRule {
  const help = helpOf(rule, rationale);
  return {
    id: ruleId(playbook.name, check),
    shortDescription: { text: sarifText(title) },
    ...(rationale === undefined ? {} : { fullDescription: { text: sarifText(rationale) } }),
    ...(help === undefined ? {} : { help }),
    properties: { tags: ["diagnostics", sarifText(playbook.name)] },
  };
}

function helpOf(rule: string | undefined, rationale: string | undefined): SarifMessage | undefined {
  if (rule === undefined && rationale === undefined) return undefined;
  const parts = [
    ...(rule === undefined ? [] : [{ name: "Rule", text: rule, shown: markdownCode(rule) }]),
    ...(rationale === undefined
      ? []
      : [{ name: "Why this threshold", text: rationale, shown: markdownText(rationale) }]),
  ];
  return {
    text: sarifText(parts.map(({ name, text }) => `${name}: ${text}`).join("\n")),
    markdown: parts.map(({ name, shown }) => `**${name}:** ${shown}`).join("\n\n"),
  };
}
