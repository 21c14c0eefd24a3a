import { visibleText } from "../flamegraph/visible-text.ts";

const tabStop = 8;

/** Text of several lines, each made harmless. Line ends stay, tabs become the blanks that they stand for. */
export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => visibleText(expandTabs(line)))
    .join("\n");
}

function expandTabs(line: string): string {
  const [first = "", ...cells] = line.split("\t");
  return cells.reduce((done, cell) => done + " ".repeat(tabStop - (done.length % tabStop)) + cell, first);
}
