import { type Contained, containerResources, leastCapabilities } from "../tool-container.ts";

/** Words of a `docker create` line that belong together, and what they are for. */
export interface ContainerOption {
  readonly words: readonly string[];
  readonly reason: string;
}

const maxProcesses = 512;
/** CFS period in microseconds, as the kernel's default. A quota may be larger than the machine, `--cpus` may not. */
const periodUs = 100_000;

/**
 * The options of a tool container: only what the plan's steps need, each with its reason. Pure; the same for Docker and
 * Podman.
 */
export function containerOptions(plan: Contained, options: { readonly leastPrivilege: boolean }): ContainerOption[] {
  const { memoryBytes, cpuPercentOfCore } = containerResources(plan.budget);
  return [
    { words: ["--pid", "host"], reason: "the target's processes are seen, under the host's pids" },
    { words: ["--cgroupns", "host"], reason: "cgroup paths are the host's, by which the target is found" },
    network(plan),
    { words: ["--uts", "host"], reason: "the report names the host, not the container" },
    ...(options.leastPrivilege ? leastPrivileges(plan) : privileged(plan)),
    ...plan.mounts.map(({ path, writable, reason, steps }) => ({
      words: ["--mount", `type=bind,source=${path},target=${path}${writable ? "" : ",readonly"}`],
      reason: `${reason} (${steps.join(", ")})`,
    })),
    {
      words: ["--memory", `${memoryBytes}`, "--memory-swap", `${memoryBytes}`],
      reason: "a tool that grows is killed, not the node's own work",
    },
    {
      words: ["--cpu-period", `${periodUs}`, "--cpu-quota", `${Math.round((cpuPercentOfCore * periodUs) / 100)}`],
      reason: "all tools together use at most twice what one step may",
    },
    { words: ["--pids-limit", `${maxProcesses}`], reason: "no tool starts processes without end" },
    { words: ["--oom-score-adj", "500"], reason: "when the node runs out of memory, diag goes first" },
  ];
}

/** A command for the host looks at the host's network; one for the target's network enters that (nsenter). */
function network({ steps }: Contained): ContainerOption {
  const onHost = steps.flatMap((step) => (step.kind === "command" && step.in !== "target-netns" ? [step.id] : []));
  return onHost.length === 0
    ? { words: ["--network", "none"], reason: "diag needs no network; commands enter the target's" }
    : { words: ["--network", "host"], reason: `commands look at the host's network (${onHost.join(", ")})` };
}

function privileged({ privileges }: Contained): ContainerOption[] {
  const names = [...new Set(privileges.map(({ name }) => name))].join(", ");
  return [
    { words: ["--privileged"], reason: `${names || "nothing"} is needed; --least-privilege gives no more than that` },
  ];
}

function leastPrivileges(plan: Contained): ContainerOption[] {
  return [
    { words: ["--cap-drop", "ALL"], reason: "no capability but these" },
    ...[...leastCapabilities(plan)].map(([name, reasons]) => ({
      words: ["--cap-add", name],
      reason: reasons.join("; "),
    })),
    {
      words: ["--security-opt", "apparmor=unconfined", "--security-opt", "label=disable"],
      reason: "AppArmor and SELinux profiles of containers forbid to look at other containers",
    },
  ];
}
