import { escapeXml } from "../flamegraph/escape-xml.ts";
import { visibleText } from "../flamegraph/visible-text.ts";

/** SVG that only this file makes, so that nothing unescaped can be taken for it. */
export type Svg = string & { readonly svg: unique symbol };

export type Attributes = Readonly<Record<string, string | number>>;

export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${key === "d" ? pathData(value) : attribute(value)}"`)
    .join("");
  return (children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`) as Svg;
}

export function text(content: string): Svg {
  return escapeXml(visibleText(content)) as Svg;
}

/** Our own style sheet. Not for text from anywhere else. */
export function style(css: string): Svg {
  return `<style>${css}</style>` as Svg;
}

/** Longer than any text that is meant to be read, and of numbers only. */
function pathData(value: string | number): string {
  return escapeXml(String(value));
}

function attribute(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 10) / 10) : escapeXml(visibleText(value));
}
