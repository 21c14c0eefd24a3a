import { setTimeout as sleep } from "node:timers/promises";
import { DiagError } from "../../errors.ts";
import type { ApiRequest, Cluster } from "./cluster.ts";
import { streamLines } from "./stream-lines.ts";

export interface Change<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: T;
}

const reconnectMs = 500;

/**
 * What there is, and each change of it from then on. A watch that breaks is made anew and tells everything again. Ends when
 * `signal` is aborted.
 *
 * @throws DiagError where the user may not watch.
 */
export async function* watch<T>(cluster: Cluster, request: ApiRequest, signal: AbortSignal): AsyncGenerator<Change<T>> {
  const asked = { ...request, query: { ...request.query, watch: true } };
  while (!signal.aborted) {
    try {
      const stream = await cluster.stream(asked, signal);
      for await (const line of streamLines(stream)) {
        const change = parse<T>(line);
        if (change !== undefined) yield change;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof DiagError && error.code !== "cluster-unreachable") throw error;
    }
    await sleep(reconnectMs);
  }
}

/** `ERROR` and `BOOKMARK` tell nothing of an object: after an error the server ends the watch. */
function parse<T>(line: string): Change<T> | undefined {
  try {
    const { type, object } = JSON.parse(line) as Change<T>;
    return ["ADDED", "MODIFIED", "DELETED"].includes(type) ? { type, object } : undefined;
  } catch {
    return undefined;
  }
}
