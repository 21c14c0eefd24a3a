import { escapeXml } from "../flamegraph/escape-xml.ts";
import { visibleText } from "../flamegraph/visible-text.ts";
import { visibleLines } from "./visible-lines.ts";

/** Text in one line, as content or as a quoted attribute of XML. */
function xmlText(text: string): string {
  return escapeXml(visibleText(text.replace(/\s*\n\s*/g, " ")));
}

/** Text of several lines, as content of XML. */
export function xmlLines(text: string): string {
  return escapeXml(visibleLines(text));
}

/** ` name="value"`, for an element's opening tag. */
export function xmlAttribute(name: string, value: string): string {
  return ` ${name}="${xmlText(value)}"`;
}
