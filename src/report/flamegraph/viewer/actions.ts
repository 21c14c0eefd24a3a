import { button, element } from "./element.ts";
import type { Command } from "./keyboard.ts";

const offered: readonly (readonly [Command, string])[] = [
  ["zoom", "Zoom"],
  ["sandwich", "Callers and callees"],
  ["focus", "Focus"],
  ["hide", "Hide"],
  ["merge", "Merge into caller"],
  ["copyFrame", "Copy name"],
  ["copyStack", "Copy stack"],
];

/** What can be done with the selected frame, and the way back. */
export class Actions {
  readonly element = element("div", "actions");
  readonly #name = element("code");
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #undo: HTMLButtonElement;
  readonly #told = element("output", "told");

  constructor(run: (command: Command) => void) {
    this.#buttons = offered.map(([command, text]) => button(text, () => run(command)));
    this.#undo = button("Undo", () => run("undo"));
    this.element.append(this.#name, ...this.#buttons, this.#undo, this.#told);
  }

  /** @param undo what "Undo" takes back, if there is something. */
  show(name: string, isRoot: boolean, undo: string | undefined): void {
    this.#name.textContent = isRoot ? "" : name;
    for (const made of this.#buttons) made.hidden = isRoot;
    this.#undo.hidden = undo === undefined;
    this.#undo.textContent = `Undo ${undo ?? ""}`;
  }

  tell(text: string): void {
    this.#told.textContent = text;
  }
}
