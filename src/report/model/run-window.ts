import type { Manifest } from "../../documents/manifest.generated.ts";

export interface RunWindow {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** From the start of the first step to the end of the last; by the steps themselves where the run did not get to say. */
export function runWindow(manifest: Manifest): RunWindow | undefined {
  if (manifest.window !== undefined)
    return { from: Date.parse(manifest.window.from), to: Date.parse(manifest.window.to) };
  const started = manifest.steps.flatMap(({ startedAt, durationMs }) =>
    startedAt === undefined ? [] : [{ from: Date.parse(startedAt), to: Date.parse(startedAt) + durationMs }],
  );
  if (started.length === 0) return undefined;
  return { from: Math.min(...started.map(({ from }) => from)), to: Math.max(...started.map(({ to }) => to)) };
}
