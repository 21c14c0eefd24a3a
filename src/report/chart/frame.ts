import { chartStyle } from "./chart-style.ts";
import { element, type Svg, style, text } from "./svg-element.ts";

/** Where a picture is shown: a page brings the style itself; a file must have it inside. */
export type Medium = "page" | "file";

/** Drawn for its width, so that the writing has its size on a telephone as well as on a screen. */
export const widths = { wide: 1008, narrow: 350 } as const;
export type Width = keyof typeof widths;

export interface PictureOptions {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: Width;
  readonly medium: Medium;
}

/** The outer element, with what a screen reader says. */
export function picture(
  { id, title, description, width, medium }: PictureOptions,
  height: number,
  content: readonly Svg[],
): Svg {
  const name = `${id}-${width}`;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: `chart ${width}`,
      viewBox: `0 0 ${widths[width]} ${Math.ceil(height)}`,
      width: widths[width],
      height: Math.ceil(height),
      role: "img",
      "aria-labelledby": `${name}-title ${name}-desc`,
    },
    element("title", { id: `${name}-title` }, text(title)),
    element("desc", { id: `${name}-desc` }, text(description)),
    ...(medium === "file"
      ? [style(chartStyle), element("rect", { class: "paper", width: "100%", height: "100%" })]
      : []),
    ...content,
  );
}

/** Room that a text takes at 12 px, on the safe side. */
export function roomFor(content: string): number {
  return content.length * 7;
}
