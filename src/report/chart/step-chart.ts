import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Timeline, TimelineBar } from "../report.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { element, type Svg, text } from "./svg-element.ts";
import { timeLabel, timeTicks } from "./ticks.ts";

const rowHeight = 22;
const longestName = 18;

/** When each step ran. */
export function stepChart(timeline: Timeline, width: Width, medium: Medium): Svg {
  const { bars, window } = timeline;
  const seconds = Math.max(timeline.totalMs / 1000, 0.001);
  const left = Math.max(...bars.map(({ step }) => roomFor(cut(step)))) + 8;
  const right = widths[width] - 16;
  const x = (ms: number) => left + Math.min(1, ms / 1000 / seconds) * (right - left);
  const bottom = bars.length * rowHeight;
  return picture(
    { id: "steps", title: "Timeline of the steps", description: `${bars.length} steps in ${formatQuantity(seconds, "seconds")}.`, width, medium },
    bottom + 24,
    [
      ...(window === undefined ? [] : [element("rect", { class: "window", x: x(window.fromMs), y: 0, width: x(window.toMs) - x(window.fromMs), height: bottom })]),
      ...timeTicks(seconds, width === "wide" ? 12 : 5).flatMap((at) => [
        element("line", { class: "axis", x1: x(at * 1000), x2: x(at * 1000), y1: bottom, y2: bottom + 4 }),
        element("text", { class: "quiet middle", x: x(at * 1000), y: bottom + 18 }, text(timeLabel(at, seconds))),
      ]),
      ...bars.flatMap((bar, i) => row(bar, i * rowHeight, left, right, x)),
    ],
  );
}

function row(bar: TimelineBar, y: number, left: number, right: number, x: (ms: number) => number): Svg[] {
  const name = element("text", { class: "end", x: left - 8, y: y + 15 }, text(cut(bar.step)));
  const words = bar.status === "ok" ? formatQuantity(bar.durationMs, "milliseconds") : bar.status;
  if (bar.startMs === undefined) return [name, element("text", { class: "quiet", x: left + 4, y: y + 15 }, text(words))];
  const [from, to] = [x(bar.startMs), x(bar.startMs + bar.durationMs)];
  // The words go where there is room: behind the bar, else before it, else above it in its middle.
  const room = roomFor(words) + 6;
  const beside = to + room <= right ? { x: to + 6, class: "quiet" } : { x: from - 6, class: "quiet end" };
  const fits = to + room <= right || from - room >= left;
  return [
    name,
    element("rect", { class: `bar ${bar.status}`, x: from, y: fits ? y + 5 : y + 17, width: Math.max(1.5, to - from), height: fits ? rowHeight - 10 : 3 }),
    element("text", fits ? { ...beside, y: y + 15 } : { class: "quiet", x: left + 4, y: y + 13 }, text(words)),
  ];
}

function cut(step: string): string {
  return step.length <= longestName ? step : `${step.slice(0, longestName - 1)}…`;
}
