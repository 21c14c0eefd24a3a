import { harmless, inAscii } from "../../report/safe-text/terminal.ts";

/** One line of the live view: what a step is doing, in columns that fit the terminal. */
export interface StepState {
  readonly id: string;
  readonly label: string;
  readonly variant?: string;
  readonly windowMs: number;
  /** Since the step started; undefined before. */
  readonly elapsedMs?: number;
  readonly bytes: number;
  readonly message?: string;
  readonly done?: { readonly durationMs: number };
}

export interface LineStyle {
  /** Columns that the line may take. */
  readonly width: number;
  readonly unicode: boolean;
}

const barWidth = 10;

/** `growth         process-memory: procfs   ▓▓▓▓▓▓▓░░░  41 of 60 s   212 KB` */
export function stepLine(state: StepState, style: LineStyle): string {
  const right = state.done ? `${(state.done.durationMs / 1000).toFixed(1)} s` : progress(state, style);
  const tool = state.variant === undefined ? state.label : `${state.label}: ${state.variant}`;
  const said = harmless(state.message ?? tool);
  const about = style.unicode ? said : inAscii(said);
  const idWidth = 14;
  const aboutWidth = Math.max(style.width - idWidth - right.length - 3, 8);
  return `${pad(cutMiddle(state.id, idWidth, style), idWidth)} ${pad(cutMiddle(about, aboutWidth, style), aboutWidth)}  ${right}`;
}

function progress(state: StepState, style: LineStyle): string {
  if (state.elapsedMs === undefined) return "waits";
  const bytes = state.bytes > 0 ? `  ${Math.ceil(state.bytes / 1024)} KiB` : "";
  const seconds = Math.floor(state.elapsedMs / 1000);
  if (state.windowMs < 1000) return `${seconds} s${bytes}`;
  const share = Math.min(state.elapsedMs / state.windowMs, 1);
  const filled = Math.floor(share * barWidth);
  const [full, empty] = style.unicode ? ["▓", "░"] : ["#", "."];
  const bar = full.repeat(filled) + empty.repeat(barWidth - filled);
  const total = Math.round(state.windowMs / 1000);
  return share >= 1 ? `${bar}  reading${bytes}` : `${bar}  ${seconds} of ${total} s${bytes}`;
}

/** Cuts a text that is too long in its middle: both ends of a name tell what it is. */
export function cutMiddle(text: string, width: number, style: LineStyle): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const mark = style.unicode ? "…" : "..";
  const kept = Math.max(width - mark.length, 0);
  const head = Math.ceil(kept / 2);
  return characters.slice(0, head).join("") + mark + characters.slice(characters.length - (kept - head)).join("");
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(width - [...text].length, 0));
}
