import { setTimeout as sleep } from "node:timers/promises";
import { DiagError } from "../../errors.ts";
import type { SnapshotPart } from "../../tools/cluster-snapshot/snapshot.ts";
import type { ApiRequest, Cluster } from "./cluster.ts";
import { redact } from "./redact.ts";

/** A snapshot is for the report's background: nobody waits longer for a part of it. */
const patienceMs = 5_000;

/** Asks for the parts of a snapshot. One that cannot be had is none, and is named with its reason: never an error. */
export class SnapshotRequest {
  readonly #cluster: Cluster;
  readonly #missing = new Map<SnapshotPart, string>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  get missing(): { readonly what: SnapshotPart; readonly why: string }[] {
    return [...this.#missing].map(([what, why]) => ({ what, why }));
  }

  lacks(what: SnapshotPart, why: string): void {
    this.#missing.set(what, why);
  }

  /** @param right What to add where the user may not: `list events in namespace shop`. */
  list(what: SnapshotPart, right: string, request: Omit<ApiRequest, "what">): Promise<readonly unknown[] | undefined> {
    return this.inTime(what, async () => {
      const answer = await this.#cluster.ask<{ readonly items?: readonly unknown[] }>({ ...request, what });
      if (answer.ok) return answer.value.items ?? [];
      this.lacks(what, answer.status === 403 ? `not permitted: add ${right}` : redact(answer.message));
      return undefined;
    });
  }

  /** A node is in no namespace: events about it are kept in `default`. */
  nodeEvents(name: string): Promise<readonly unknown[] | undefined> {
    return this.list("events of the node", "list events in namespace default", {
      path: "/api/v1/namespaces/default/events",
      query: { fieldSelector: `involvedObject.kind=Node,involvedObject.name=${name}`, limit: 500 },
    });
  }

  async inTime<T>(what: SnapshotPart, ask: () => Promise<T>): Promise<T | undefined> {
    const answered = new AbortController();
    const late = Symbol();
    const tooLate = sleep(patienceMs, late, { signal: answered.signal }).catch(() => late);
    try {
      const answer = await Promise.race([ask().finally(() => answered.abort()), tooLate]);
      if (answer !== late) return answer as T;
      this.lacks(what, `the cluster did not answer within ${patienceMs / 1000} s`);
    } catch (error) {
      if (!(error instanceof DiagError)) throw error;
      this.lacks(what, error.message);
    }
    return undefined;
  }
}
