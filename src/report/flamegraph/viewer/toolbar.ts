import { type Scheme, schemes } from "./colours.ts";
import { button, element } from "./element.ts";
import type { Query } from "./search.ts";
import type { Panel, ViewState } from "./view-state.ts";

export interface ToolbarEvents {
  readonly search: (query: Query) => void;
  readonly match: (step: 1 | -1) => void;
  readonly panel: (panel: Panel) => void;
  readonly scheme: (scheme: Scheme) => void;
  readonly flip: () => void;
  readonly reset: () => void;
  /** Only in a diff. */
  readonly mode: (() => void) | undefined;
}

/** Breadcrumbs, search field and the line that says what was found; what the whole graph can be shown as. */
export class Toolbar {
  readonly path = element("ol", "path");
  readonly status = element("output", "status");
  readonly #field = element("input");
  readonly #pattern = element("input");
  readonly #matches: HTMLElement;
  readonly #scheme = element("select");
  readonly #flip: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #mode: HTMLButtonElement | undefined;
  readonly #panels: readonly (readonly [Panel, HTMLButtonElement])[];
  readonly element: HTMLElement;

  constructor(events: ToolbarEvents) {
    this.path.ariaLabel = "Zoomed to";
    this.#field.type = "search";
    this.#field.placeholder = "Search";
    this.#field.ariaLabel = "Search functions";
    this.#field.spellcheck = false;
    this.#pattern.type = "checkbox";
    const changed = () => events.search({ text: this.#field.value, isPattern: this.#pattern.checked });
    this.#field.addEventListener("input", changed);
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") events.match(event.shiftKey ? -1 : 1);
    });
    this.#pattern.addEventListener("change", changed);
    this.#matches = element(
      "span",
      "matches",
      button("Previous", () => events.match(-1)),
      button("Next", () => events.match(1)),
    );
    this.#flip = button("", events.flip);
    this.#reset = button("Reset", events.reset);
    this.#mode = events.mode && button("", events.mode);
    for (const [scheme, text] of Object.entries(schemes)) {
      if (scheme === "change" && !events.mode) continue;
      const option = element("option", "", text);
      option.value = scheme;
      this.#scheme.append(option);
    }
    this.#scheme.addEventListener("change", () => events.scheme(this.#scheme.value as Scheme));
    this.#panels = (
      [
        ["table", "Table"],
        ["tree", "Call tree"],
        ["keys", "Keys"],
      ] as const
    ).map(([panel, text]) => [panel, button(text, () => events.panel(panel))] as const);
    const search = element("div", "search", this.#field, element("label", "", this.#pattern, "regular expression"));
    search.append(this.status, this.#matches);
    const views = element("div", "views", this.#reset, ...(this.#mode ? [this.#mode] : []), this.#flip);
    views.append(element("label", "", "Colours: ", this.#scheme), ...this.#panels.map(([, made]) => made));
    this.element = element("div", "toolbar", element("div", "crumbs", this.path), views, search);
  }

  focusSearch(): void {
    this.#field.focus();
    this.#field.select();
  }

  show({ query, found, scheme, rootAt, panel }: ViewState, isChanged: boolean, mode: string | undefined): void {
    if (this.#field.value !== query.text) this.#field.value = query.text;
    this.#pattern.checked = query.isPattern;
    this.#matches.hidden = typeof found !== "object" || found.frames === 0;
    this.#scheme.value = scheme;
    this.#flip.textContent = rootAt === "bottom" ? "Root at top" : "Root at bottom";
    this.#reset.hidden = !isChanged;
    if (this.#mode) this.#mode.textContent = mode === "normalised" ? "Compare as measured" : "Compare by share";
    for (const [name, made] of this.#panels) made.ariaExpanded = String(name === panel);
  }
}
