import { startEngine } from "../docker/engine.ts";
import { buildTargets } from "../docker/targets.ts";
import { buildToolbox } from "../docker/toolbox.ts";
import { buildLeaks } from "./build-leaks.ts";
import type { StartedCluster } from "./cluster.ts";

/**
 * Builds the toolbox image and those of the workloads, and brings them to the nodes. The engine runs only that long.
 *
 * @returns the toolbox's tag.
 */
export async function importImages(cluster: StartedCluster): Promise<string> {
  const engine = await startEngine();
  try {
    const toolbox = await buildToolbox(engine);
    await buildTargets(engine);
    for (const tag of [toolbox, await buildLeaks(engine)]) await cluster.importImage(engine, tag);
    return toolbox;
  } finally {
    await engine.stop();
  }
}
