import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { TargetDescription, TargetProcess } from "../documents/manifest.generated.ts";
import type { ContainerTarget, TargetSpec } from "../documents/plan.generated.ts";
import { findContainer } from "../target/find-container.ts";
import { parseTaskStat } from "../tools/kernel-files/task-stat.ts";
import { containerId } from "../tools/process/container-id.ts";
import { detectRuntime } from "../tools/process/runtime.ts";
import type { NodeTarget } from "../tools/tool.ts";
import { cgroupMounts } from "./probe/cgroup.ts";

/** The target as the node knows it: for the tools, and in words for the report. */
export interface ResolvedTarget {
  readonly node: NodeTarget;
  readonly description: TargetDescription;
}

/**
 * Reads what the target is. A process that has just gone is described by its pid alone.
 *
 * @throws DiagError where a container has no process, or several containers are meant.
 */
export function resolveTarget(spec: TargetSpec): ResolvedTarget {
  const host = nodeOf(spec) ?? hostname();
  const mounts = cgroupMounts(read("/proc/self/mounts"));
  if (spec.kind === "host") {
    return {
      node: { kind: "host", cgroups: mounts },
      description: {
        kind: "host",
        label: spec.kind === "host" && spec.node !== undefined ? `node ${host}` : `host ${host}`,
        host,
      },
    };
  }
  const ended = spec.kind === "container" && spec.ended !== undefined;
  const container = spec.kind === "container" && !ended ? findContainer(spec.id) : undefined;
  const pids = container?.pids ?? (spec.kind === "process" ? [spec.pid] : []);
  const processes = pids.map(describeProcess);
  const main = processes[0];
  const membership = main === undefined ? "" : read(`/proc/${main.pid}/cgroup`);
  const inside = ended ? spec.id : (container?.id ?? containerId(membership));
  return {
    node: {
      kind: "process",
      processes: processes.map((one) => ({ ...one, cpuSeconds: cpuSecondsOf(one.pid) })),
      cgroups: cgroupFolders(membership, mounts),
      ...(inside === undefined ? {} : { container: inside }),
    },
    description: {
      kind: spec.kind,
      label: spec.kind === "container" ? labelOf(spec) : `${commOf(main?.pid)} (pid ${main?.pid})`,
      host,
      command: main?.command ?? "",
      runtime: busiest(processes)?.runtime ?? "unknown",
      ...(inside === undefined ? {} : { container: inside }),
      ...(spec.kind === "container" ? containerWords(spec) : {}),
      processes,
    },
  };
}

function describeProcess(pid: number): TargetProcess {
  const folder = `/proc/${pid}`;
  const command = read(`${folder}/cmdline`).split("\0").join(" ").trim();
  const comm = commOf(pid);
  return {
    pid,
    containerPid: innermostPid(read(`${folder}/status`)) ?? pid,
    command: command || comm,
    runtime: detectRuntime({ exe: readLinkOf(folder), maps: read(`${folder}/maps`), comm }),
  };
}

/** A pod that does not share the host's name space of host names is told where it is by whoever sent it. */
function nodeOf(spec: TargetSpec): string | undefined {
  return spec.kind === "host" ? spec.node : spec.kind === "container" ? spec.pod?.node : undefined;
}

function containerWords({ image, pod }: ContainerTarget) {
  if (pod === undefined) return image === undefined ? {} : { image };
  const { namespace, name, container, node } = pod;
  return { ...(image === undefined ? {} : { image }), pod: { namespace, name, container, node } };
}

/** `web (container 3f2a9c41d0e7)`, `shop/checkout-7d9f (app)` */
function labelOf({ id, name, pod }: ContainerTarget): string {
  if (pod !== undefined) return `${pod.namespace}/${pod.name} (${pod.container})`;
  const short = `container ${id.slice(0, 12)}`;
  return name === undefined ? short : `${name} (${short})`;
}

/** A container's first process may be a shell that waits: the one that has worked most tells the runtime. */
function busiest(processes: readonly TargetProcess[]): TargetProcess | undefined {
  return processes.toSorted((a, b) => cpuSecondsOf(b.pid) - cpuSecondsOf(a.pid))[0];
}

function cpuSecondsOf(pid: number): number {
  const stat = parseTaskStat(read(`/proc/${pid}/stat`));
  return stat === undefined ? 0 : stat.userSeconds + stat.systemSeconds;
}

/** The last number of the line `NSpid:` (proc_pid_status(5)): the pid in the innermost namespace. */
function innermostPid(status: string): number | undefined {
  const last = /^NSpid:.*?(\d+)$/m.exec(status)?.[1];
  return last === undefined ? undefined : Number(last);
}

function commOf(pid: number | undefined): string {
  return read(`/proc/${pid}/comm`).replace(/\n$/, "") || "process";
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
