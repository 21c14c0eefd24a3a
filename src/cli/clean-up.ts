import type { EngineOptions } from "../site/docker/engine.ts";
import { clusterOf } from "./cluster-of.ts";
import { type ClusterOptions, toolNamespaceOf } from "./command/cluster-options.ts";

export interface CleanupOptions extends EngineOptions, ClusterOptions {
  readonly in?: "docker" | "kubernetes";
  readonly all?: boolean;
}

/** What a place has of runs. */
interface Leftover {
  readonly name: string;
  readonly run: string;
  readonly playbook: string;
  /** Its deadline has passed: no run of diag waits for it any more. */
  readonly expired: boolean;
  remove(): Promise<void>;
}

/** `diag cleanup`: what is past its deadline goes; what may belong to a run under way stays unless it is asked for. */
export async function cleanUp(options: CleanupOptions): Promise<void> {
  const inCluster =
    options.in === "kubernetes" ||
    (options.in === undefined && (options.kubeconfig !== undefined || options.toolNamespace !== undefined));
  const { none, found } = inCluster ? await inTheCluster(options) : await inTheEngine(options);
  if (found.length === 0) process.stdout.write(`${none}\n`);
  for (const one of found) {
    const goes = one.expired || options.all === true;
    if (goes) await one.remove();
    const fate = goes ? "removed" : "kept: it ends by itself at its deadline (--all removes it now)";
    process.stdout.write(`${one.name}  ${one.playbook}  run ${one.run.slice(0, 13)}  ${fate}\n`);
  }
}

async function inTheEngine(options: EngineOptions): Promise<{ none: string; found: Leftover[] }> {
  const { findEngine } = await import("../site/docker/engine.ts");
  const { leftovers, removeLeftover } = await import("../site/docker/leftovers.ts");
  const engine = findEngine(options);
  const found = (await leftovers(engine)).map((one) => ({
    ...one,
    name: one.id.slice(0, 12),
    remove: () => removeLeftover(engine, one),
  }));
  return { none: `${engine.name} has no tool container`, found };
}

async function inTheCluster(options: ClusterOptions): Promise<{ none: string; found: Leftover[] }> {
  const { listRuns } = await import("../site/kubernetes/runs.ts");
  const { deleteJob } = await import("../site/kubernetes/manage-job.ts");
  const cluster = await clusterOf(options);
  const namespace = toolNamespaceOf(options);
  const found = (await listRuns(cluster, namespace)).map(({ run, job, playbook, expiresAt }) => ({
    name: job.metadata?.name ?? "",
    run,
    playbook,
    expired: expiresAt < cluster.now(),
    remove: () => deleteJob(cluster, namespace, job.metadata?.name ?? ""),
  }));
  return { none: `namespace ${namespace} has no run`, found };
}
