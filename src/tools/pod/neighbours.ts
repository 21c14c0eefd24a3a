import { listOf, numberOf, part, textOf } from "../cluster-snapshot/json.ts";
import { podResource } from "./resources.ts";

/** As many are shown; their number is of all. */
const maxNeighbours = 100;

export interface Neighbour {
  readonly namespace: string;
  readonly name: string;
  readonly qosClass: string;
  readonly memoryRequest: number;
  /** 0 without. */
  readonly memoryLimit: number;
  readonly cpuRequest: number;
  readonly restarts: number;
}

/** Those that ask for the most memory first. */
export function readNeighbours(snapshot: unknown): { readonly neighbours: Neighbour[]; readonly count: number } {
  const all = listOf(part(snapshot, "neighbours"))
    .map(readNeighbour)
    .toSorted(
      (a, b) => b.memoryRequest - a.memoryRequest || compare(a.namespace, b.namespace) || compare(a.name, b.name),
    );
  return { neighbours: all.slice(0, maxNeighbours), count: all.length };
}

function readNeighbour(pod: unknown): Neighbour {
  const statuses = listOf(part(pod, "status", "containerStatuses"));
  return {
    namespace: textOf(part(pod, "metadata", "namespace")) ?? "",
    name: textOf(part(pod, "metadata", "name")) ?? "",
    qosClass: textOf(part(pod, "status", "qosClass")) ?? "",
    memoryRequest: podResource(pod, "requests", "memory"),
    memoryLimit: podResource(pod, "limits", "memory"),
    cpuRequest: podResource(pod, "requests", "cpu"),
    restarts: statuses.reduce<number>((sum, one) => sum + (numberOf(part(one, "restartCount")) ?? 0), 0),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
