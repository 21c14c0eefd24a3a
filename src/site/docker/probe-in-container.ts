import type { Probe } from "../../documents/probe.generated.ts";
import { probeOf } from "../read-probe.ts";
import type { Contained } from "../tool-container.ts";
import { containerOptions } from "./container-options.ts";
import { isAbsentMount, wordsOf } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import { engineError } from "./engine-error.ts";

/** What the node can do from inside the toolbox: `diag doctor` runs there. The container is gone when this returns. */
export async function probeInContainer(
  engine: Engine,
  image: string,
  contained: Contained,
  options: { readonly leastPrivilege: boolean },
): Promise<Probe> {
  let { mounts } = contained;
  for (;;) {
    const words = wordsOf(containerOptions({ ...contained, mounts }, options));
    const { stdout, stderr, exitCode } = await engine.ask([
      ...["run", "--rm", "--pull", "never", ...words, image, "doctor", "--json"],
    ]);
    if (exitCode === 0) return probeOf(stdout);
    const absent = mounts.find(({ path }) => isAbsentMount(stderr, path));
    if (absent === undefined) throw engineError(engine.name, ["run"], stderr);
    mounts = mounts.filter((mount) => mount !== absent);
  }
}
