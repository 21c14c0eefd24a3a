import { pack } from "tar-stream";
import type { Plan } from "../../documents/plan.generated.ts";
import type { Engine } from "./engine.ts";

/** Paths inside the tool container. */
export const inside = { plan: "/diag/plan.json", bundle: "/diag/bundle" } as const;

/** Puts the plan into a created container through the engine: nothing of the caller's files is mounted, so that the engine may be elsewhere. */
export async function sendPlan(engine: Engine, container: string, plan: Plan): Promise<void> {
  const archive = pack();
  archive.entry({ name: inside.plan.slice(1), mode: 0o600 }, JSON.stringify(plan));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  await engine.run(["cp", "-", `${container}:/`], { input: Buffer.concat(chunks) });
}
