import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { TargetDescription } from "../documents/manifest.generated.ts";
import type { TargetSpec } from "../documents/plan.generated.ts";
import { containerId } from "../tools/process/container-id.ts";
import { detectRuntime } from "../tools/process/runtime.ts";
import type { NodeTarget } from "../tools/tool.ts";
import { cgroupMounts } from "./probe/cgroup.ts";

/** The target as the node knows it: for the tools, and in words for the report. */
export interface ResolvedTarget {
  readonly node: NodeTarget;
  readonly description: TargetDescription;
}

/** Reads what the target is. A process that has just gone is described by its pid alone. */
export function resolveTarget(spec: TargetSpec): ResolvedTarget {
  const host = hostname();
  const mounts = cgroupMounts(read("/proc/self/mounts"));
  if (spec.kind === "host") {
    return { node: { kind: "host", cgroups: mounts }, description: { kind: "host", label: `host ${host}`, host } };
  }
  const folder = `/proc/${spec.pid}`;
  const membership = read(`${folder}/cgroup`);
  const command = read(`${folder}/cmdline`).split("\0").join(" ").trim();
  const comm = read(`${folder}/comm`).replace(/\n$/, "");
  const container = containerId(membership);
  return {
    node: { kind: "process", pids: [spec.pid], cgroups: cgroupFolders(membership, mounts) },
    description: {
      kind: "process",
      label: `${comm || "process"} (pid ${spec.pid})`,
      host,
      pids: [spec.pid],
      command: command || comm,
      runtime: detectRuntime({ exe: readLinkOf(folder), maps: read(`${folder}/maps`), comm }),
      ...(container === undefined ? {} : { container }),
    },
  };
}

/** Lines of /proc/PID/cgroup, `id:controllers:path`, joined with where each hierarchy is mounted. */
function cgroupFolders(membership: string, mounts: Readonly<Record<string, string>>): Record<string, string> {
  const folders: Record<string, string> = {};
  for (const line of membership.split("\n")) {
    const [, controllers, ...rest] = line.split(":");
    const path = rest.join(":");
    if (controllers === undefined || path === "") continue;
    for (const controller of controllers === "" ? ["unified"] : controllers.split(",")) {
      const root = mounts[controller];
      if (root !== undefined) folders[controller] = join(root, path);
    }
  }
  return folders;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function readLinkOf(folder: string): string {
  try {
    return readlinkSync(`${folder}/exe`);
  } catch {
    return "";
  }
}
