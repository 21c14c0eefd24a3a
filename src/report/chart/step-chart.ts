import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Timeline, TimelineBar } from "../report.ts";
import { type Medium, picture, roomFor, type Width, widths } from "./frame.ts";
import { element, type Svg, text } from "./svg-element.ts";
import { timeAxis, timeScale } from "./time-axis.ts";

const rowHeight = 22;
const longestName = 18;

/** When each step ran. */
export function stepChart(timeline: Timeline, width: Width, medium: Medium): Svg {
  const { bars, window } = timeline;
  const seconds = Math.max(timeline.totalMs / 1000, 0.001);
  const left = Math.max(...bars.map(({ step }) => roomFor(cut(step)))) + 8;
  const right = widths[width] - Math.max(...bars.map((bar) => roomFor(wordsOf(bar)))) - 8;
  const at = timeScale(seconds, left, right);
  const x = (ms: number) => at(ms / 1000);
  const bottom = bars.length * rowHeight;
  return picture(
    {
      id: "steps",
      title: "Timeline of the steps",
      description: `${bars.length} steps in ${formatQuantity(seconds, "seconds")}.`,
      width,
      medium,
    },
    bottom + 24,
    [
      ...(window === undefined
        ? []
        : [
            element("rect", {
              class: "window",
              x: x(window.fromMs),
              y: 0,
              width: x(window.toMs) - x(window.fromMs),
              height: bottom,
            }),
          ]),
      ...timeAxis(seconds, at, width === "wide" ? 12 : 5, bottom),
      ...bars.flatMap((bar, i) => row(bar, i * rowHeight, left, x)),
    ],
  );
}

function row(bar: TimelineBar, y: number, left: number, x: (ms: number) => number): Svg[] {
  const { startMs, durationMs, status } = bar;
  const words = (at: number) => element("text", { class: "quiet", x: at, y: y + 15 }, text(wordsOf(bar)));
  const name = element("text", { class: "end", x: left - 8, y: y + 15 }, text(cut(bar.step)));
  if (startMs === undefined) return [name, words(left + 4)];
  const [from, to] = [x(startMs), x(startMs + durationMs)];
  const drawn = Math.max(1.5, to - from);
  return [
    name,
    element("rect", { class: `bar ${status}`, x: from, y: y + 5, width: drawn, height: rowHeight - 10 }),
    words(from + drawn + 6),
  ];
}

function wordsOf({ status, durationMs }: TimelineBar): string {
  return status === "ok" ? formatQuantity(durationMs, "milliseconds") : status;
}

function cut(step: string): string {
  return step.length <= longestName ? step : `${step.slice(0, longestName - 1)}…`;
}
