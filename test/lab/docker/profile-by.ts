import type { Engine } from "./engine.ts";
import { type StepBy, stepBy } from "./step-by.ts";
import type { TargetContainer } from "./targets.ts";

/** Profiles a container from the toolbox by one variant alone. */
export async function profileBy(
  engine: Engine,
  image: string,
  target: Pick<TargetContainer, "id" | "name">,
  variant: string,
  args: Readonly<Record<string, string | number>> = {},
): Promise<StepBy> {
  return await stepBy(engine, image, target, {
    tool: "profile",
    variant,
    args: { duration: "4s", frequency: 99, ...args },
  });
}
