import type { TargetSpec } from "../documents/plan.generated.ts";
import { DiagError } from "../errors.ts";
import { findContainer } from "../target/find-container.ts";
import { findProcess } from "../target/find-process.ts";
import { clusterOf } from "./cluster-of.ts";
import { placeOf, type SiteOptions } from "./command/site-options.ts";
import { isInCluster, type TargetOptions } from "./command/target-options.ts";
import type { Wanted } from "./find-pods.ts";

/**
 * What the words of a command line mean, looked up as far as this side can see it: a container by its engine, a process of
 * this machine by its pid.
 *
 * @throws DiagError `usage`, `target-…` or `engine-…`.
 */
export async function findTarget(options: TargetOptions & SiteOptions, wanted: Wanted): Promise<TargetSpec> {
  const given = [
    ...(options.pod === undefined ? [] : ["--pod"]),
    ...(options.selector === undefined ? [] : ["--selector"]),
    ...(options.node === undefined ? [] : ["--node"]),
    ...(options.pid === undefined ? [] : ["--pid"]),
    ...(options.container === undefined || isInCluster(options) ? [] : ["--container"]),
    ...(options.host === true ? ["--host"] : []),
  ];
  if (given.length === 0) {
    throw new DiagError("target-missing", "The command does not say what to diagnose", {
      hint: "Add --pod NAME for a pod, --node NAME for a node, --container NAME for a container, --pid PID for a process, or --host for this machine.",
    });
  }
  if (given.length > 1) {
    throw new DiagError("usage", `${given.join(" and ")} cannot go together`, { hint: "Give one of them." });
  }
  if (isInCluster(options)) return inCluster(options, wanted);
  if (options.container !== undefined) return containerOf(options.container, options);
  if (options.pid === undefined) return { kind: "host" };
  // The engine may be on another machine: there the runner looks for the process.
  if (placeOf(options) === "docker") return { kind: "process", pid: options.pid };
  return findProcess(options.pid, { uid: process.geteuid?.() ?? 0 });
}

async function inCluster(options: TargetOptions & SiteOptions, wanted: Wanted): Promise<TargetSpec> {
  const cluster = await clusterOf(options);
  const { findNode, findPod } = await import("./find-pods.ts");
  return options.node === undefined ? findPod(cluster, options, wanted) : findNode(cluster, options.node, wanted);
}

/** An id needs no engine where the tools run on this machine: the kernel's cgroups tell whose it is. */
async function containerOf(
  nameOrId: string,
  options: SiteOptions & { readonly container?: string },
): Promise<TargetSpec> {
  if (placeOf(options) === "local" && /^[0-9a-f]{12,64}$/.test(nameOrId)) {
    return { kind: "container", id: findContainer(nameOrId).id };
  }
  const { findEngine } = await import("../site/docker/engine.ts");
  const { resolveContainer } = await import("../site/docker/resolve-container.ts");
  return resolveContainer(findEngine(options), nameOrId);
}
