import { scaleLinear } from "d3-scale";
import type { Unit } from "../../documents/facts.generated.ts";
import { axisUnit } from "./axis-unit.ts";
import type { Plot } from "./plot.ts";
import { element, type Svg, text } from "./svg-element.ts";
import type { Place } from "./time-axis.ts";

const wantedTicks = 4;

export interface ValueAxis {
  readonly y: Place;
  /** Grid lines, their numbers, and the unit above them, once. */
  readonly marks: readonly Svg[];
}

/** A scale that begins and ends at round numbers of the unit in which they are short. */
export function valueAxis(low: number, high: number, unit: Unit, { left, right, above, bottom }: Plot): ValueAxis {
  const { divisor, name } = axisUnit(Math.max(Math.abs(low), Math.abs(high)), unit);
  const scale = scaleLinear(apart(low / divisor, high / divisor), [bottom, above]).nice(wantedTicks);
  const ticks = scale.ticks(wantedTicks);
  const label = scale.tickFormat(wantedTicks, ",f");
  return {
    y: (value) => scale(value / divisor),
    marks: [
      ...(name === "" ? [] : [element("text", { class: "quiet", x: 0, y: above - 10 }, text(name))]),
      ...ticks.flatMap((tick) => [
        element("line", { class: tick === 0 ? "axis" : "grid", x1: left, x2: right, y1: scale(tick), y2: scale(tick) }),
        element("text", { class: "quiet end", x: left - 8, y: scale(tick) + 4 }, text(label(tick))),
      ]),
    ],
  };
}

/** A span too small for a double to divide is none: the scale then reaches around the value. */
function apart(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > size * 1e-9) return [low, high];
  return size === 0 ? [0, 1] : [low - size / 10, high + size / 10];
}
