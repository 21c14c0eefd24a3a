import { readdirSync, readFileSync } from "node:fs";
import { DiagError } from "../errors.ts";
import { containerId } from "../tools/process/container-id.ts";

/** A container as the kernel shows it: no runtime's socket is asked. */
export interface FoundContainer {
  /** All 64 hex digits. */
  readonly id: string;
  /** Every process whose innermost container this is, the oldest first, as the host numbers them. */
  readonly pids: readonly number[];
}

/**
 * Finds the processes of a container by /proc/PID/cgroup.
 *
 * @param start The id, or a start of it that no other running container has.
 * @throws DiagError `target-not-found` or `target-ambiguous`.
 */
export function findContainer(start: string, proc = "/proc"): FoundContainer {
  const found = new Map<string, number[]>();
  for (const name of readdirSync(proc)) {
    if (!/^\d+$/.test(name)) continue;
    const id = idOf(`${proc}/${name}/cgroup`);
    if (id?.startsWith(start)) found.set(id, [...(found.get(id) ?? []), Number(name)]);
  }
  const [only, other] = found;
  if (only === undefined) {
    throw new DiagError("target-not-found", `No process on this node is in a container ${start}`, {
      hint: "It may have ended; a container's id is told by `docker ps --no-trunc`, `podman ps --no-trunc` or `crictl ps`.",
    });
  }
  if (other !== undefined) {
    throw new DiagError("target-ambiguous", `${found.size} containers have an id that starts with ${start}`, {
      hint: `Give more of it: ${[...found.keys()].map((id) => id.slice(0, start.length + 4)).join(", ")}.`,
    });
  }
  return { id: only[0], pids: only[1].sort((a, b) => a - b) };
}

/** Undefined for a process that is in no container, or gone. */
function idOf(path: string): string | undefined {
  try {
    return containerId(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
