import type { VerdictBlock } from "../verdict.ts";
import { pathText } from "./path-text.ts";

export interface VerdictLines {
  readonly statement: string;
  /** A line of its own: it is read frame by frame. */
  readonly path?: string;
}

/** A path that the message ends with is set apart; without one the figure's path takes its place. */
export function verdictLines({ message, path }: VerdictBlock): VerdictLines {
  const arrow = message.indexOf(" ← ");
  const colon = arrow < 0 ? -1 : message.lastIndexOf(": ", arrow);
  if (colon > 0) return { statement: `${message.slice(0, colon)}.`, path: message.slice(colon + 2) };
  return { statement: message, ...(path === undefined ? {} : { path: pathText(path) }) };
}
