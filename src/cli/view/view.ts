import type { Event } from "../../documents/event.generated.ts";
import type { Plan } from "../../documents/plan.generated.ts";

/** Shows a run while it proceeds, on stderr. Made from events alone. */
export interface View {
  event(event: Event): void;
  /** What happens before the first event. */
  status(text: string): void;
  /** Waits until everything is on the screen. */
  close(): Promise<void>;
}

export type ViewFactory = (plan: Plan, terminal: Terminal) => View | Promise<View>;

/** What the terminal can show. */
export interface Terminal {
  readonly stderr: NodeJS.WriteStream;
  /** stderr is a terminal that can be redrawn. */
  readonly interactive: boolean;
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly width: number;
}

export function terminalOf(
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly color?: boolean },
): Terminal {
  const { stderr } = process;
  const interactive = stderr.isTTY === true && env["TERM"] !== "dumb" && env["CI"] === undefined;
  return {
    stderr,
    interactive,
    colour: options.color !== false && !env["NO_COLOR"] && stderr.isTTY === true && env["TERM"] !== "dumb",
    unicode: /utf-?8/i.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || ""),
    width: Math.max(stderr.columns ?? 80, 40),
  };
}
