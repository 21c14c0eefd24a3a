/** Before the docker layer: a real engine, the toolbox image of this tree, and images of workloads; after it, all of it stops. */
import type { TestProject } from "vitest/node";
import { type StartedEngine, startEngine, whyNoEngine } from "./engine.ts";
import { buildTargets } from "./targets.ts";
import { buildToolbox } from "./toolbox.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** What `docker --host` wants; empty where there is no engine. */
    dockerHost: string;
    toolbox: string;
    toolboxSlim: string;
    /** Why there is no engine. */
    noDocker: string;
  }
}

let engine: StartedEngine | undefined;

export async function setup({ provide }: TestProject): Promise<void> {
  const why = whyNoEngine();
  if (why === undefined) engine = await startEngine();
  provide("noDocker", why ?? "");
  provide("dockerHost", engine?.host ?? "");
  provide("toolbox", engine === undefined ? "" : await buildToolbox(engine, "toolbox"));
  provide("toolboxSlim", engine === undefined ? "" : await buildToolbox(engine, "toolbox-slim"));
  if (engine !== undefined) await buildTargets(engine);
}

export async function teardown(): Promise<void> {
  await engine?.stop();
}
