import type { Event } from "../../documents/event.generated.ts";
import type { Plan } from "../../documents/plan.generated.ts";
import { harmless } from "../../report/safe-text/terminal.ts";
import type { VerdictBlock } from "../../report/verdict.ts";
import { outcomeWord } from "../../report/words/outcome-word.ts";
import type { Terminal } from "./view.ts";

/** Several runs at once, on stderr: a line where one of them comes to something new. */
export class ManyView {
  readonly #terminal: Terminal | undefined;
  #said = false;

  /** @param terminal Without one nothing is shown. */
  constructor(terminal: Terminal | undefined) {
    this.#terminal = terminal;
  }

  status(label: string, text: string): void {
    this.#line(label, text);
  }

  /** Of a run's events those that tell where it is; its steps stand in its own report. */
  events(label: string, plan: Plan): (event: Event) => void {
    return (event) => {
      if (event.kind === "run-started") this.#line(label, `watching for ${plan.windowMs / 1000} s`);
      if (event.kind === "step-finished" && event.status === "failed")
        this.#line(label, `${event.step} failed: ${event.message ?? ""}`);
      if (event.kind === "run-finished") this.#line(label, `run ${event.state}`);
    };
  }

  done(label: string, { outcome, message }: VerdictBlock): void {
    this.#line(label, `${outcomeWord[outcome]}: ${message}`);
  }

  failed(label: string, message: string): void {
    this.#line(label, `could not be diagnosed: ${message}`);
  }

  close(): void {
    if (this.#said) this.#terminal?.stderr.write("\n");
  }

  #line(label: string, text: string): void {
    if (this.#terminal === undefined) return;
    this.#said = true;
    const { stderr, interactive, width } = this.#terminal;
    const line = harmless(`${label}  ${text}`);
    stderr.write(interactive ? `  ${line.slice(0, width - 2)}\n` : `${new Date().toISOString()} ${line}\n`);
  }
}
