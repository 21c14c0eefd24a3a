import { dark, light, paletteProperties } from "./palette.ts";

const fillRules = Object.entries(light.fills).flatMap(([kind, shades]) =>
  shades.map((_, i) => `.flamegraph-svg .${kind}-${i}{fill:var(--flame-${kind}-${i})}`),
);

const changeRules = ["same", ...[0, 1, 2].flatMap((step) => [`more-${step}`, `less-${step}`])].map(
  (key) => `.flamegraph-svg .${key}{fill:var(--flame-${key})}`,
);

/**
 * Colours of the SVG and of the viewer. Paper is light whatever the screen is.
 * `data-theme` on the document lets a page decide instead of the system.
 */
const paletteStyle = [
  `.flamegraph,.flamegraph-svg{${paletteProperties(light)}}`,
  `@media screen and (prefers-color-scheme:dark){.flamegraph,.flamegraph-svg{${paletteProperties(dark)}}}`,
].join("");

/** The whole style of a static flame graph. Always the same text, so that a content security policy can name its hash. */
export const svgStyle = [
  paletteStyle,
  ".flamegraph-svg{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;background:var(--flame-background)}",
  ".flamegraph-svg text{fill:var(--flame-text);pointer-events:none;white-space:pre}",
  ".flamegraph-svg .heading{font:600 15px system-ui,sans-serif}",
  ".flamegraph-svg .quiet{fill:var(--flame-quiet);font:12px system-ui,sans-serif}",
  ...fillRules,
  ...changeRules,
  ".flamegraph-svg .foot{fill:var(--flame-foot);pointer-events:none}",
  ".flamegraph-svg .hatch{stroke:var(--flame-hatch);stroke-width:2}",
  ".flamegraph-svg .mark{fill:none;stroke:var(--flame-mark);stroke-width:1.5;pointer-events:none}",
  ".flamegraph-svg g:hover>.frame{stroke:var(--flame-mark)}",
].join("\n");
