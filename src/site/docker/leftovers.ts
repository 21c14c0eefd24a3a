import { labels } from "./create-container.ts";
import type { Engine } from "./engine.ts";

/** A tool container that an engine still has. */
export interface Leftover {
  readonly id: string;
  readonly run: string;
  readonly playbook: string;
  /** Its deadline has passed: no run of diag waits for it any more. */
  readonly expired: boolean;
}

/** Every container that diag made on this engine. */
export async function leftovers(engine: Engine, now = Date.now()): Promise<Leftover[]> {
  const wanted = [labels.run, labels.playbook, labels.expires].map((label) => `{{.Label "${label}"}}`);
  const text = await engine.run([
    ...["ps", "--all", "--no-trunc", "--filter", `label=${labels.run}`],
    ...["--format", ["{{.ID}}", ...wanted].join("\t")],
  ]);
  return text.split("\n").flatMap((line) => {
    const [id = "", run = "", playbook = "", expires = ""] = line.split("\t");
    return id === "" ? [] : [{ id, run, playbook, expired: Number(expires) * 1000 < now }];
  });
}

export async function removeLeftover(engine: Engine, { id }: Leftover): Promise<void> {
  await engine.run(["rm", "--force", id]);
}
