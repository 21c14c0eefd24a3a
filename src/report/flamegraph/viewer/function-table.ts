import { changeText } from "../diff/change.ts";
import { formatShare, formatWeight } from "../format-weight.ts";
import { frameLabel } from "../frame-kind.ts";
import { button, element } from "./element.ts";
import { type FunctionRow, functionWeights } from "./function-weights.ts";
import type { Graph } from "./graph.ts";

const shown = 100;

type Order = "name" | "self" | "total" | "change";
const captions: Readonly<Record<Order, string>> = {
  name: "Functions by name",
  self: "Top functions by self weight",
  total: "Top functions by total weight",
  change: "Functions by change of self weight",
};

/**
 * The same profile for who cannot see the canvas, and for who wants figures. It is always in the page;
 * the style keeps it out of sight until it is asked for or has the focus.
 */
export function functionTable(graph: Graph, onChoose: (name: string) => void): HTMLTableElement {
  const all = graph.total[0]! || 1;
  const functions = functionWeights(graph);
  const caption = element("caption");
  const body = element("tbody");
  const label = ({ name }: FunctionRow) => frameLabel(graph.columns.names[name]!);
  const whole = graph.diff?.whole;
  const pair = ({ self, before }: FunctionRow) => ({ before, after: self });
  const change = (row: FunctionRow) =>
    whole?.mode === "normalised"
      ? row.self / (whole.after || 1) - row.before / (whole.before || 1)
      : row.self - row.before;
  const compare: Readonly<Record<Order, (a: FunctionRow, b: FunctionRow) => number>> = {
    name: (a, b) => (label(a) < label(b) ? -1 : 1),
    self: (a, b) => b.self - a.self || b.total - a.total,
    total: (a, b) => b.total - a.total || b.self - a.self,
    change: (a, b) => Math.abs(change(b)) - Math.abs(change(a)),
  };
  const heads: HTMLTableCellElement[] = [];
  const head = (text: string, order?: Order) => {
    const sort = order && button(text, () => show(order));
    const cell = element("th", "", sort ?? text);
    cell.scope = "col";
    if (order) {
      cell.dataset["order"] = order;
      heads.push(cell);
    }
    return cell;
  };
  const titles = [
    head("Function", "name"),
    head("Self", "self"),
    head("of all"),
    head("Total", "total"),
    head("of all"),
  ];
  if (whole) titles.push(head("Change of self", "change"));

  function show(order: Order): void {
    caption.textContent = captions[order];
    for (const cell of heads) {
      const isOrder = cell.dataset["order"] === order;
      cell.ariaSort = isOrder ? (order === "name" ? "ascending" : "descending") : null;
    }
    const rows = functions.toSorted(compare[order]).slice(0, shown);
    body.replaceChildren(
      ...rows.map((row) => {
        const header = element(
          "th",
          "",
          button(label(row), () => onChoose(label(row))),
        );
        header.scope = "row";
        const figures = [
          formatWeight(row.self, graph.unit),
          formatShare(row.self / all),
          formatWeight(row.total, graph.unit),
          formatShare(row.total / all),
        ];
        if (whole) figures.push(changeText(pair(row), whole, graph.unit));
        return element("tr", "", header, ...figures.map((text) => element("td", "", text)));
      }),
    );
  }

  show(whole ? "change" : "self");
  return element("table", "functions unseen", caption, element("thead", "", element("tr", "", ...titles)), body);
}
