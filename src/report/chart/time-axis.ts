import { scaleLinear, scaleUtc } from "d3-scale";
import { element, type Svg, text } from "./svg-element.ts";

export type Place = (value: number) => number;

/** Seconds to the place on the axis; what is later than its end stands there. */
export function timeScale(seconds: number, left: number, right: number): Place {
  return scaleLinear([0, Math.max(seconds, 1e-3)], [left, right]).clamp(true);
}

/** Marks at times that a clock would show. */
export function timeAxis(seconds: number, x: Place, wanted: number, bottom: number): Svg[] {
  return timeTicks(seconds, wanted).flatMap((at) => [
    element("line", { class: "axis", x1: x(at), x2: x(at), y1: bottom, y2: bottom + 4 }),
    element("text", { class: "quiet middle", x: x(at), y: bottom + 18 }, text(timeLabel(at, seconds))),
  ]);
}

/** The steps of a calendar are those of a stopwatch, from the start of the epoch on. */
export function timeTicks(seconds: number, wanted: number): number[] {
  const ticks = scaleUtc([new Date(0), new Date(seconds * 1000)], [0, 1]).ticks(wanted);
  return ticks.map((tick) => tick.getTime() / 1000);
}

/** `0`, `30 s`, `5 min`: in one unit for the whole axis. */
export function timeLabel(at: number, seconds: number): string {
  const [size, name] = seconds >= 7200 ? [3600, "h"] : seconds > 180 ? [60, "min"] : [1, "s"];
  return at === 0 ? "0" : `${Number((at / size).toPrecision(3))}\u202f${name}`;
}
