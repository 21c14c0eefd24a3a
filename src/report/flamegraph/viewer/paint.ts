import { changeText } from "../diff/change.ts";
import { fitText } from "../fit-text.ts";
import type { Colours } from "./colours.ts";
import { type Graph, isWithin, labelOf, pairOf } from "./graph.ts";
import { type Box, boxOf, type Room, rowHeight, visibleBoxes } from "./placement.ts";
import type { ViewState } from "./view-state.ts";

const font = "11px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const padding = 3;
/** Of what a search did not find, and of the callers of what is zoomed to. */
const aside = 0.4;
/** What is aside is still to be read. */
const readable = 0.75;

/** Paints what is seen of a graph. The context's scale is CSS pixels. */
export function paint(
  context: CanvasRenderingContext2D,
  graph: Graph,
  state: ViewState,
  room: Room,
  colours: Colours,
): void {
  context.fillStyle = colours.background;
  context.fillRect(0, 0, room.width, room.height);
  context.font = font;
  context.textBaseline = "alphabetic";
  context.direction = "ltr";
  const hatching = hatch(context, colours.hatch);
  const characterWidth = context.measureText("m").width;
  for (const box of visibleBoxes(graph, state, room)) {
    paintFrame(context, graph, state, colours, box, hatching);
    const text = textOf(graph, box.row, Math.floor((box.width - 2 * padding) / characterWidth));
    if (text === "") continue;
    context.globalAlpha = Math.max(context.globalAlpha, readable);
    context.fillStyle = colours.text;
    context.fillText(text, box.x + padding, box.y + 12.5);
  }
  context.globalAlpha = 1;
  for (const row of graph.marked)
    if (isSeen(graph, state, row)) outline(context, boxOf(graph, state, room, row), colours.mark, 1.5);
  if (isSeen(graph, state, state.selected))
    outline(context, boxOf(graph, state, room, state.selected), colours.mark, 2.5);
}

/** In a diff the change stands before the name, for the sign must not be cut off. */
function textOf(graph: Graph, row: number, room: number): string {
  if (room < 3) return "";
  if (!graph.diff || row === 0) return fitText(labelOf(graph, row), room);
  const change = changeText(pairOf(graph, row), graph.diff.whole, graph.unit);
  return room < change.length ? "" : fitText(`${change}  ${labelOf(graph, row)}`, room);
}

function paintFrame(
  context: CanvasRenderingContext2D,
  graph: Graph,
  state: ViewState,
  colours: Colours,
  { row, x, y, width }: Box,
  hatching: CanvasPattern | null,
): void {
  const name = graph.columns.name[row]!;
  const found = typeof state.found === "object" ? state.found : undefined;
  const isMatch = found?.names[name] === 1;
  const isAside = (found !== undefined && !isMatch) || !isWithin(graph, row, state.zoom);
  const gap = width > 2 ? 0.5 : 0;
  context.globalAlpha = isAside ? aside : 1;
  context.fillStyle = isMatch ? colours.match : row === 0 ? colours.root : colours.fillOf(row);
  context.fillRect(x, y, width - gap, rowHeight - 1);
  if (row === 0) return;
  if (colours.isHatched[name] === 1 && hatching && !isMatch) {
    context.fillStyle = hatching;
    context.fillRect(x, y, width - gap, rowHeight - 1);
  }
  if (graph.diff) return;
  const self = (width * graph.columns.self[row]!) / graph.layout.total[row]!;
  if (self >= 1 && isWithin(graph, row, state.zoom) && colours.isPruned[name] === 0) {
    context.fillStyle = colours.foot;
    context.fillRect(x + width - self, y + rowHeight - 4, self - gap, 3);
  }
}

function outline(context: CanvasRenderingContext2D, { x, y, width }: Box, colour: string, line: number): void {
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(x + line / 2, y + line / 2 - 0.5, Math.max(0.5, width - line - 0.5), rowHeight - line);
}

/** Callers of the zoomed frame are seen, and everything within it. */
function isSeen(graph: Graph, state: ViewState, row: number): boolean {
  return isWithin(graph, row, state.zoom) || isWithin(graph, state.zoom, row);
}

function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const stroke = tile.getContext("2d")!;
  stroke.strokeStyle = colour;
  stroke.lineWidth = 1.5;
  for (const shift of [-8, 0, 8]) {
    stroke.moveTo(shift, 8);
    stroke.lineTo(shift + 8, 0);
  }
  stroke.stroke();
  return context.createPattern(tile, "repeat");
}
