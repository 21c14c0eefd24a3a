import { changeText } from "../diff/change.ts";
import { formatShare, formatWeight } from "../format-weight.ts";
import { element } from "./element.ts";
import { type Graph, labelOf, pairOf, pathTo } from "./graph.ts";

/** Callees shown at once below a caller; "more" brings the next ones. */
const page = 50;

interface Line {
  readonly row: number;
  readonly level: number;
  /** Callees of this frame that follow here have been shown up to this count; undefined for a frame. */
  readonly more: number | undefined;
  readonly position: number;
  readonly siblings: number;
}

/**
 * The call tree as a WAI-ARIA treegrid (https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/): rows have the focus.
 * Only what is unfolded exists, however large the profile is.
 */
export class CallTree {
  readonly element = element("table", "tree");
  readonly #body = element("tbody");
  readonly #graph: Graph;
  readonly #onZoom: (row: number) => void;
  #lines: Line[];

  constructor(graph: Graph, onZoom: (row: number) => void) {
    this.#graph = graph;
    this.#onZoom = onZoom;
    this.#lines = [{ row: 0, level: 1, more: undefined, position: 1, siblings: 1 }];
    this.element.role = "treegrid";
    this.element.ariaLabel = "Call tree";
    const titles = ["Function", "Total", "of all", "Self", ...(graph.diff ? ["Change"] : [])];
    const head = element("tr", "", ...titles.map((text) => element("th", "", text)));
    for (const cell of head.cells) cell.scope = "col";
    this.element.append(element("thead", "", head), this.#body);
    this.#body.append(this.#made(this.#lines[0]!));
    this.#body.rows[0]!.tabIndex = 0;
    if (graph.columns.name.length > 1) this.#unfold(0);
    this.#body.addEventListener("keydown", (event) => this.#key(event));
    this.#body.addEventListener("click", (event) => {
      const at = this.#indexOf(event.target);
      if (at < 0) return;
      this.#focus(at);
      this.#toggle(at);
    });
  }

  /** Unfolds the way to a frame. */
  reveal(row: number): void {
    let at = 0;
    for (const step of pathTo(this.#graph, row).slice(1)) {
      if (!this.#isUnfolded(at)) this.#unfold(at);
      const next = this.#lines.findIndex((line, i) => i > at && line.row === step && line.more === undefined);
      if (next < 0) break;
      at = next;
    }
    this.#focus(at, false);
  }

  #indexOf(target: EventTarget | null): number {
    const row = target instanceof Element ? target.closest("tr") : null;
    return row ? Array.prototype.indexOf.call(this.#body.rows, row) : -1;
  }

  #key(event: KeyboardEvent): void {
    const at = this.#indexOf(event.target);
    const line = this.#lines[at];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const move: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#focus(at + 1),
      ArrowUp: () => this.#focus(at - 1),
      Home: () => this.#focus(0),
      End: () => this.#focus(this.#lines.length - 1),
      ArrowRight: () => (this.#isUnfolded(at) ? this.#focus(at + 1) : this.#unfold(at)),
      ArrowLeft: () => (this.#isUnfolded(at) ? this.#fold(at) : this.#focus(this.#callerOf(at))),
      " ": () => this.#toggle(at),
      Enter: () => (line.more === undefined ? this.#onZoom(line.row) : this.#unfold(at)),
    };
    const act = move[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  #callerOf(at: number): number {
    const level = this.#lines[at]!.level;
    return this.#lines.findLastIndex((line, i) => i < at && line.level < level);
  }

  #focus(at: number, isActive = true): void {
    const row = this.#body.rows[Math.max(0, Math.min(at, this.#lines.length - 1))];
    if (!row) return;
    for (const other of this.#body.querySelectorAll<HTMLElement>('[tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    if (isActive) row.focus();
  }

  #toggle(at: number): void {
    if (this.#isUnfolded(at)) this.#fold(at);
    else this.#unfold(at);
  }

  #isUnfolded(at: number): boolean {
    return this.#body.rows[at]?.ariaExpanded === "true";
  }

  #unfold(at: number): void {
    const line = this.#lines[at]!;
    const callees = this.#calleesOf(line.row);
    const from = line.more ?? 0;
    const level = line.more === undefined ? line.level + 1 : line.level;
    const siblings = callees.length;
    const lines: Line[] = callees
      .slice(from, from + page)
      .map((row, i) => ({ row, level, more: undefined, position: from + i + 1, siblings }));
    if (lines.length === 0) return;
    if (siblings > from + page) {
      lines.push({ row: line.row, level, more: from + page, position: from + page + 1, siblings });
    }
    const made = lines.map((each) => this.#made(each));
    if (line.more === undefined) {
      this.#lines.splice(at + 1, 0, ...lines);
      this.#body.rows[at]!.ariaExpanded = "true";
      this.#body.rows[at]!.after(...made);
    } else {
      this.#lines.splice(at, 1, ...lines);
      this.#body.rows[at]!.replaceWith(...made);
      this.#focus(at);
    }
  }

  #fold(at: number): void {
    const { level } = this.#lines[at]!;
    let end = at + 1;
    while (end < this.#lines.length && this.#lines[end]!.level > level) end++;
    for (let i = end - 1; i > at; i--) this.#body.rows[i]!.remove();
    this.#lines.splice(at + 1, end - at - 1);
    this.#body.rows[at]!.ariaExpanded = "false";
  }

  /** Heaviest first. */
  #calleesOf(row: number): readonly number[] {
    const { layout } = this.#graph;
    const rows: number[] = [];
    for (let callee = row + 1; callee < layout.end[row]!; callee = layout.end[callee]!) rows.push(callee);
    return rows.sort((a, b) => layout.total[b]! - layout.total[a]!);
  }

  #made({ row, level, more, position, siblings }: Line): HTMLTableRowElement {
    const { total, columns, layout, unit, diff } = this.#graph;
    const made = element("tr");
    made.tabIndex = -1;
    made.ariaLevel = String(level);
    made.ariaPosInSet = String(position);
    made.ariaSetSize = String(siblings);
    const name = element("td", "name", more === undefined ? labelOf(this.#graph, row) : `${siblings - more} more`);
    name.style.paddingLeft = `${Math.min(level, 40) * 0.9}em`;
    made.append(name);
    if (more !== undefined) return made;
    if (layout.end[row]! > row + 1) made.ariaExpanded = "false";
    const figures = [
      formatWeight(total[row]!, unit),
      formatShare(total[row]! / (total[0]! || 1)),
      formatWeight(columns.self[row]!, unit),
    ];
    if (diff) figures.push(changeText(pairOf(this.#graph, row), diff.whole, unit));
    made.append(...figures.map((text) => element("td", "", text)));
    return made;
  }
}
