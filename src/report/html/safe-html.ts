import type { Svg } from "../chart/svg-element.ts";

/**
 * HTML of our own writers. Templates put it in unescaped, under names that end in `Html`, which
 * scripts/precompile-templates.ts insists on; it is made nowhere else than here.
 */
export type SafeHtml = string & { readonly safeHtml: unique symbol };

export const noHtml = "" as SafeHtml;

/** SVG escapes all text that it takes in. */
export function ofSvg(...pictures: readonly Svg[]): SafeHtml {
  return pictures.join("") as string as SafeHtml;
}

/** For what `flamegraphFigure`, the page's style and its script are: constants, or escaped where they are written. */
export function ofOwnWriter(markup: string): SafeHtml {
  return markup as SafeHtml;
}
