import { type EngineOptions, findEngine } from "../site/docker/engine.ts";
import { leftovers, removeLeftover } from "../site/docker/leftovers.ts";

export interface CleanupOptions extends EngineOptions {
  readonly all?: boolean;
}

/** `diag cleanup`: what is past its deadline goes; what may belong to a run under way stays unless it is asked for. */
export async function cleanUp(options: CleanupOptions): Promise<void> {
  const engine = findEngine(options);
  const found = await leftovers(engine);
  if (found.length === 0) process.stdout.write(`${engine.name} has no tool container\n`);
  for (const one of found) {
    const goes = one.expired || options.all === true;
    if (goes) await removeLeftover(engine, one);
    const fate = goes ? "removed" : "kept: it ends by itself at its deadline (--all removes it now)";
    process.stdout.write(`${one.id.slice(0, 12)}  ${one.playbook}  run ${one.run.slice(0, 8)}  ${fate}\n`);
  }
}
