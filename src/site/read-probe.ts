import type { Probe } from "../documents/probe.generated.ts";
import validateProbe from "../documents/validate-probe.generated.js";
import { DiagError } from "../errors.ts";

/** The probe that `diag doctor --json` printed in a tool container. @throws DiagError `runner-lost` where it is none. */
export function probeOf(text: string): Probe {
  try {
    const { probe } = JSON.parse(text) as { readonly probe?: unknown };
    if (validateProbe(probe)) return probe as Probe;
  } catch {
    // Told below.
  }
  throw new DiagError("runner-lost", "The toolbox image answered with something that is no probe", {
    hint: "Does the image belong to this version of diag? `diag --version`, and the same in the image.",
  });
}
