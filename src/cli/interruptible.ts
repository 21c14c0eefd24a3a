import { exitCode } from "./exit-code.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The first signal asks for an end that keeps what there is; the second ends diag, and its guard ends the tools. */
export function interruptible(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCode.interrupted);
    process.stderr.write("\nstopping; what there is is kept. Once more to leave at once.\n");
    controller.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
