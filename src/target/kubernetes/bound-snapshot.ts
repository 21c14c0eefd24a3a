import { gzipSync } from "node:zlib";
import type { Bounded } from "../../tools/cluster-snapshot/snapshot.ts";

/** A snapshot travels in the plan, and the plan, packed, in the Job's environment: this is a third of what that holds. */
const maxPackedBytes = 32_000;

/** Leaves out neighbours, then events, the last first, until the rest fits; `missing` says how many are kept. */
export function boundSnapshot<T extends Bounded>(snapshot: T): T {
  let bounded = snapshot;
  for (const part of ["neighbours", "events"] as const) {
    const all = snapshot[part] ?? [];
    let kept = all.length;
    while (kept > 0 && sizeOf(bounded) > maxPackedBytes) {
      kept = Math.floor(kept / 2);
      bounded = { ...bounded, [part]: all.slice(0, kept) };
    }
    if (kept < all.length) {
      const note = { what: part, why: `${kept} of ${all.length} are kept: they are too many for a plan` };
      bounded = { ...bounded, missing: [...bounded.missing, note] };
    }
  }
  return bounded;
}

function sizeOf(snapshot: Bounded): number {
  return gzipSync(JSON.stringify(snapshot)).length;
}
