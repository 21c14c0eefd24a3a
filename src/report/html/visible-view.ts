import { visibleText } from "../flamegraph/visible-text.ts";
import { visibleLines } from "../safe-text/visible-lines.ts";

/**
 * Every text of a view made visible, so that no template can forget it: lines where the key is `lines`, one line
 * elsewhere. What is HTML already (`…Html`) stays as it is.
 */
export function visibleView<T>(view: T, key = ""): T {
  return visible(view, key) as T;
}

function visible(value: unknown, key: string): unknown {
  if (typeof value === "string")
    return /(^html|Html)$/.test(key) ? value : key === "lines" ? visibleLines(value) : visibleText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => visible(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [name, visible(item, name)]),
  );
}
