import { visibleText } from "../flamegraph/visible-text.ts";

/**
 * Plain text of a SARIF message, which knows links, `[text](target)`, and placeholders, `{0}` (SARIF 2.1.0, 3.11.5 and
 * 3.11.6). Viewers differ in what they unescape, so a blank breaks both: nothing of a node's becomes a link.
 */
export function sarifText(text: string): string {
  return text
    .split("\n")
    .map(visibleText)
    .join("\n")
    .replace(/\](?=\()/g, "] ")
    .replace(/\{(?=\d+\})/g, "{ ");
}
