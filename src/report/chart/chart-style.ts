/**
 * Colours for six series that stay apart for every kind of colour blindness, each 4.5 : 1 or more against its paper.
 * Outcome colours are here because a chart of the steps needs them too; the page takes them from here.
 */
const light = {
  paper: "#ffffff",
  text: "#1b1b1a",
  quiet: "#5c5c58",
  rule: "#d9d9d4",
  bar: "#8d8d88",
  fail: "#b3141d",
  warn: "#8a5000",
  pass: "#1c6b35",
  unknown: "#5b4a9c",
  series: ["#0a5ea8", "#b04300", "#00724c", "#8b3a92", "#6f5a00", "#3d3d3d"],
} as const;

const dark = {
  paper: "#18181a",
  text: "#e9e8e4",
  quiet: "#a5a4a0",
  rule: "#3a3a3d",
  bar: "#84848a",
  fail: "#ff8078",
  warn: "#efb04d",
  pass: "#7cca8f",
  unknown: "#b9aaf2",
  series: ["#6db3f2", "#f0945a", "#52c79b", "#d698de", "#d3ba4c", "#d0d0d0"],
} as const;

export const chartColours = [
  `:root{${properties(light)}}`,
  `@media screen and (prefers-color-scheme:dark){:root{${properties(dark)}}}`,
].join("\n");

/** Dashes, because colour alone tells nothing. */
const dashes = ["none", "7 3", "2 3", "10 3 2 3", "5 2", "1 4"];

/** From few to many: one hue, so that its strength is read as more, also in grey. The few are what is looked for: never faint. */
export const heatShades = [0.25, 0.42, 0.6, 0.8, 1] as const;

export const chartRules = [
  ".chart{font:12px system-ui,sans-serif;font-variant-numeric:tabular-nums}",
  ".chart text{fill:var(--text)}",
  ".chart .quiet{fill:var(--quiet)}",
  ".chart .paper{fill:var(--paper)}",
  ".chart .end{text-anchor:end}",
  ".chart .middle{text-anchor:middle}",
  ".chart .grid{stroke:var(--rule);stroke-width:1}",
  ".chart .axis{stroke:var(--quiet);stroke-width:1}",
  ".chart .line{fill:none;stroke-width:2;stroke-linejoin:round}",
  ".chart .reference{stroke:var(--text);stroke-width:1;stroke-dasharray:4 3}",
  ...light.series.map((_, i) => `.chart .series-${i}{stroke:var(--series-${i});stroke-dasharray:${dashes[i]}}`),
  ...light.series.map((_, i) => `.chart .band-${i}{fill:var(--series-${i});opacity:.16}`),
  ".chart .trend{fill:none;stroke-width:1;stroke-dasharray:none}",
  ...light.series.map((_, i) => `.chart .dot-${i},.chart .part-${i}{fill:var(--series-${i})}`),
  ...light.series.map((_, i) => `.chart .name-${i}{fill:var(--series-${i})}`),
  ...light.series.map((_, i) => `.chart .sample-${i}{stroke:var(--series-${i});stroke-width:10}`),
  ".chart .leader{stroke:var(--quiet);stroke-width:1;opacity:.5}",
  ".chart .event{fill:var(--bar);opacity:.3}",
  ".chart .event-sample{stroke:var(--bar);stroke-width:10;opacity:.3}",
  ...heatShades.map((shade, i) => `.chart .heat-${i}{fill:var(--series-0);fill-opacity:${shade}}`),
  ...heatShades.map(
    (shade, i) => `.chart .heat-sample-${i}{stroke:var(--series-0);stroke-width:10;stroke-opacity:${shade}}`,
  ),
  ".chart .count{fill:var(--series-0)}",
  ".chart .bar{fill:var(--bar)}",
  ".chart .window{fill:var(--rule);opacity:.45}",
  ".chart .bar.failed{fill:var(--fail)}",
  ".chart .bar.partial{fill:var(--warn)}",
].join("\n");

/** All that a chart in a file of its own needs. */
export const chartStyle = `${chartColours}\n${chartRules}`;

function properties({ series, ...plain }: typeof light | typeof dark): string {
  const all = [...Object.entries(plain), ...series.map((colour, i) => [`series-${i}`, colour] as const)];
  return all.map(([name, colour]) => `--${name}:${colour}`).join(";");
}
