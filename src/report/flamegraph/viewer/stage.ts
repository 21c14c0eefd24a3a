import type { Colours } from "./colours.ts";
import { element } from "./element.ts";
import type { Graph } from "./graph.ts";
import { paint } from "./paint.ts";
import { graphHeight, type Room, rowHeight, topOf } from "./placement.ts";
import type { ViewState } from "./view-state.ts";

/**
 * The canvas and what it scrolls in. The canvas is as large as what is seen of the graph, never as the graph:
 * it stays where it is while an empty block of the graph's height moves under it.
 */
export class Stage {
  readonly canvas = element("canvas");
  #graph: Graph;
  readonly #block: HTMLElement;
  readonly element: HTMLElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(graph: Graph, onMove: () => void) {
    this.#graph = graph;
    this.#context = this.canvas.getContext("2d", { alpha: false })!;
    this.#block = element("div", "block", this.canvas);
    this.element = element("div", "stage", this.#block);
    this.show(graph);
    this.element.addEventListener("scroll", onMove, { passive: true });
    new ResizeObserver(onMove).observe(this.element);
  }

  show(graph: Graph): void {
    this.#graph = graph;
    this.#block.style.height = `${graphHeight(graph)}px`;
  }

  get room(): Room {
    return { width: this.#block.clientWidth, height: this.element.clientHeight, scroll: this.element.scrollTop };
  }

  paint(state: ViewState, colours: Colours): void {
    const { width, height } = this.room;
    const ratio = window.devicePixelRatio;
    const pixels = [Math.round(width * ratio), Math.round(height * ratio)] as const;
    // Setting the size, even to what it is, throws the picture away.
    if (this.canvas.width !== pixels[0] || this.canvas.height !== pixels[1]) {
      [this.canvas.width, this.canvas.height] = pixels;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(this.#context, this.#graph, state, this.room, colours);
  }

  /** Scrolls only as far as it takes to see a frame's level and one on either side. */
  reveal(state: ViewState, row: number): void {
    const top = topOf(this.#graph, state, this.#graph.columns.depth[row]!);
    const { height, scroll } = this.room;
    if (top - rowHeight < scroll) this.element.scrollTop = top - rowHeight;
    else if (top + 2 * rowHeight > scroll + height) this.element.scrollTop = top + 2 * rowHeight - height;
  }
}
