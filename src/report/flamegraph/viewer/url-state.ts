import type { Comparison } from "../diff/change.ts";
import type { Operation } from "./transform.ts";

/** What of a view survives in the address, so that it can be sent to somebody. Rows and names are indexes. */
export interface SavedView {
  readonly operations: readonly Operation[];
  readonly zoom: number;
  readonly text: string;
  readonly isPattern: boolean;
  readonly rootAt: "bottom" | "top";
  readonly scheme: string;
  /** Only where it is not how the page opens. */
  readonly mode: Comparison["mode"] | undefined;
}

const kinds = { h: "hide", f: "focus", m: "merge" } as const;
const modes: readonly Comparison["mode"][] = ["normalised", "absolute"];
const maximumOperations = 100;

/** `#g0.zoom=12&g0.find=json&g1.only=f3-h5`: each graph has keys of its own, nobody else's are touched. */
export function readView(hash: string, id: string): SavedView {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const field = (key: string) => fields.get(`${id}.${key}`) ?? "";
  const operations = field("only")
    .split("-", maximumOperations)
    .flatMap((text): Operation[] => {
      const [, kind, name] = /^([hfm])(\d{1,9})$/.exec(text) ?? [];
      return kind && name ? [{ kind: kinds[kind as keyof typeof kinds], name: Number(name) }] : [];
    });
  return {
    operations,
    zoom: /^\d{1,9}$/.test(field("zoom")) ? Number(field("zoom")) : 0,
    text: field("find") || field("match"),
    isPattern: field("match") !== "",
    rootAt: field("root") === "top" ? "top" : "bottom",
    scheme: field("colours"),
    mode: modes.find((mode) => mode === field("compare")),
  };
}

export function writeView(hash: string, id: string, view: SavedView): string {
  const fields = new URLSearchParams(hash.includes("=") ? hash.replace(/^#/, "") : "");
  const values: Readonly<Record<string, string>> = {
    only: view.operations.map(({ kind, name }) => `${kind[0]}${name}`).join("-"),
    zoom: view.zoom === 0 ? "" : String(view.zoom),
    find: view.isPattern ? "" : view.text,
    match: view.isPattern ? view.text : "",
    root: view.rootAt === "top" ? "top" : "",
    colours: view.scheme,
    compare: view.mode ?? "",
  };
  for (const [key, value] of Object.entries(values)) {
    if (value === "") fields.delete(`${id}.${key}`);
    else fields.set(`${id}.${key}`, value);
  }
  return fields.toString();
}

/** Puts a view into the page's address, where it is another one. An anchor of the page's own stays as long as there is nothing to tell. */
export function saveView(id: string, view: SavedView): void {
  const hash = writeView(location.hash, id, view);
  if (hash === location.hash.slice(1) || (hash === "" && !location.hash.includes("="))) return;
  try {
    history.replaceState(history.state, "", hash === "" ? location.pathname + location.search : `#${hash}`);
  } catch {
    // Browsers limit how often the address may change; the view is right without it.
  }
}
