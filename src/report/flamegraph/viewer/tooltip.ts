import { element } from "./element.ts";
import { frameFacts } from "./frame-facts.ts";
import type { Graph } from "./graph.ts";

/** The box beside the pointer or the selected frame. Screen readers get the same from the status line. */
export class Tooltip {
  readonly element = element("div", "tip");

  constructor() {
    this.element.hidden = true;
    this.element.ariaHidden = "true";
  }

  /** @param x, y in the window, in CSS pixels. */
  show(graph: Graph, row: number, x: number, y: number): void {
    const { name, weight, ofAll, ofCaller, self, change, note } = frameFacts(graph, row);
    const lines = [`${weight}, ${ofAll}`, ofCaller, self, change, note].filter((line) => line !== undefined);
    this.element.replaceChildren(element("strong", "", name), ...lines.map((line) => element("span", "", line)));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const left = Math.max(4, Math.min(x + 12, document.documentElement.clientWidth - width - 4));
    const below = y + 22;
    const top = below + height > window.innerHeight ? y - height - 10 : below;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(4, top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
