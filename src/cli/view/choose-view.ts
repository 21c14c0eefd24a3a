import { plainView } from "./plain-view.ts";
import type { Terminal, ViewFactory } from "./view.ts";

const silentView: ViewFactory = () => ({ event() {}, status() {}, async close() {} });

/** The live view costs its library's start-up only where there is a terminal to draw on. */
export async function chooseView(terminal: Terminal, options: { readonly quiet?: boolean }): Promise<ViewFactory> {
  if (options.quiet) return silentView;
  if (!terminal.interactive) return plainView;
  return (await import("./live-view.ts")).liveView;
}
