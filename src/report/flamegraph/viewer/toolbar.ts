import { element } from "./element.ts";
import type { Query } from "./search.ts";

/** Breadcrumbs, search field and the line that says what was found. */
export class Toolbar {
  readonly path = element("ol", "path");
  readonly status = element("output", "status");
  readonly #field = element("input");
  readonly #pattern = element("input");
  readonly element: HTMLElement;

  constructor(onSearch: (query: Query) => void, onPanel: (panel: "table" | "keys") => void) {
    this.#field.type = "search";
    this.#field.placeholder = "Search";
    this.#field.ariaLabel = "Search functions";
    this.#field.spellcheck = false;
    this.#pattern.type = "checkbox";
    const changed = () => onSearch({ text: this.#field.value, isPattern: this.#pattern.checked });
    this.#field.addEventListener("input", changed);
    this.#pattern.addEventListener("change", changed);
    const isPattern = element("label", "", this.#pattern, "regular expression");
    const nav = element("nav", "", this.path);
    nav.ariaLabel = "Zoomed to";
    this.element = element(
      "div",
      "toolbar",
      nav,
      this.status,
      this.#field,
      isPattern,
      button("Table", () => onPanel("table")),
      button("Keys", () => onPanel("keys")),
    );
  }

  focusSearch(): void {
    this.#field.focus();
    this.#field.select();
  }

  show({ text, isPattern }: Query): void {
    if (this.#field.value !== text) this.#field.value = text;
    this.#pattern.checked = isPattern;
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}
