import { startEngine, whyNoEngine } from "../docker/engine.ts";
import { buildTargets } from "../docker/targets.ts";
import { buildToolbox } from "../docker/toolbox.ts";
import { buildLeaks } from "./build-leaks.ts";
import { type StartedCluster, startCluster, whyNoCluster } from "./cluster.ts";

/** Why there cannot be one here; undefined where there can. */
export async function whyNoClusterWithImages(): Promise<string | undefined> {
  const given = process.env.DIAG_TEST_KUBECONFIG !== undefined;
  return (await whyNoCluster()) ?? (given ? undefined : whyNoEngine());
}

/**
 * A cluster whose nodes have the toolbox image of this tree and the images of the workloads, `diag-targets:test` and
 * `diag-leaks:test`. The engine that builds them
 * runs only until then.
 */
export async function startWithImages(): Promise<{ cluster: StartedCluster; toolbox: string }> {
  // Its nodes have the images, or get them from a registry.
  if (process.env.DIAG_TEST_KUBECONFIG !== undefined) {
    return { cluster: await startCluster(), toolbox: process.env.DIAG_TEST_TOOLBOX ?? "diag-toolbox:test" };
  }
  // A cluster's start is mostly waiting, so the images are built meanwhile.
  const starting = startCluster();
  const engine = await startEngine();
  try {
    const toolbox = await buildToolbox(engine);
    await buildTargets(engine);
    const leaks = await buildLeaks(engine);
    const cluster = await starting;
    for (const tag of [toolbox, "diag-targets:test", leaks]) await cluster.importImage(engine, tag);
    return { cluster, toolbox };
  } catch (error) {
    const [started] = await Promise.allSettled([starting]);
    if (started.status === "fulfilled") await started.value.stop();
    throw error;
  } finally {
    await engine.stop();
  }
}
