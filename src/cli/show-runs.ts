import { formatQuantity } from "../documents/format-quantity.ts";
import { harmless } from "../report/safe-text/terminal.ts";
import { type ClusterRun, listRuns, stateOfRun } from "../site/kubernetes/runs.ts";
import { clusterOf } from "./cluster-of.ts";
import { type ClusterOptions, toolNamespaceOf } from "./command/cluster-options.ts";

export interface RunsOptions extends ClusterOptions {
  readonly json?: boolean;
}

/** `diag runs`: what runs, and what waits to be fetched. */
export async function showRuns(options: RunsOptions): Promise<void> {
  const cluster = await clusterOf(options);
  const namespace = toolNamespaceOf(options);
  const runs = await listRuns(cluster, namespace);
  const states = await Promise.all(runs.map((run) => stateOfRun(cluster, run).catch(() => "unknown")));
  const rows = runs.map((run, index) => describe(run, states[index] ?? "", cluster.now()));
  const text = options.json
    ? JSON.stringify(rows, null, 2)
    : rows.length === 0
      ? `namespace ${namespace} has no runs`
      : table(
          rows.map(({ run, playbook, target, state, age, goes, startedBy }) => [
            run.slice(0, 13),
            playbook,
            target,
            state,
            `${age} ago`,
            `goes in ${goes}`,
            startedBy,
          ]),
        );
  process.stdout.write(`${text}\n`);
}

function describe({ run, playbook, target, startedBy, startedAt, expiresAt }: ClusterRun, state: string, now: number) {
  return { run, playbook, target, state, age: duration(now - startedAt), goes: duration(expiresAt - now), startedBy };
}

function duration(ms: number): string {
  return formatQuantity(Math.max(0, Math.round(ms / 1000)), "seconds");
}

function table(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map((cell) => harmless(cell)));
  const widths = (safe[0] ?? []).map((_, column) => Math.max(...safe.map((row) => row[column]?.length ?? 0)));
  return safe
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
