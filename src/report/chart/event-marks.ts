import type { ChartExhibit } from "../exhibit.ts";
import type { Plot } from "./plot.ts";
import { element, type Svg } from "./svg-element.ts";
import type { Place } from "./time-axis.ts";

const narrowest = 2;

/** When something happened: a band over the height of the plot, never too narrow to be seen. */
export function eventMarks({ events }: ChartExhibit, x: Place, { above, bottom }: Plot): Svg[] {
  return events.flatMap(({ spans }) =>
    spans.map(([from, to]) =>
      element("rect", {
        class: "event",
        x: x(from),
        y: above,
        width: Math.max(narrowest, x(to) - x(from)),
        height: bottom - above,
      }),
    ),
  );
}
