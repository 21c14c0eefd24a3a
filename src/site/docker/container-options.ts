import type { Plan } from "../../documents/plan.generated.ts";

/** Words of a `docker create` line that belong together, and what they are for. */
export interface ContainerOption {
  readonly words: readonly string[];
  readonly reason: string;
}

/** What of a plan decides how its container is made. */
export type Contained = Pick<Plan, "steps" | "privileges" | "mounts" | "budget">;

/** Beyond the steps' own memory: the runner, and pages of files that tools read. */
const runnerMemoryBytes = 512 * 1024 ** 2;
const maxProcesses = 512;
/** CFS period in microseconds, as the kernel's default. A quota may be larger than the machine, `--cpus` may not. */
const periodUs = 100_000;

/**
 * The options of a tool container: only what the plan's steps need, each with its reason. Pure; the same for Docker and
 * Podman.
 */
export function containerOptions(plan: Contained, options: { readonly leastPrivilege: boolean }): ContainerOption[] {
  const { budget } = plan;
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
      words: [
        "--memory",
        `${budget.memoryBytes + runnerMemoryBytes}`,
        "--memory-swap",
        `${budget.memoryBytes + runnerMemoryBytes}`,
      ],
      reason: "a tool that grows is killed, not the node's own work",
    },
    {
      words: [
        "--cpu-period",
        `${periodUs}`,
        "--cpu-quota",
        `${Math.round((2 * budget.cpuPercentOfCore * periodUs) / 100)}`,
      ],
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

/** Reading another process's maps, root and exe takes SYS_PTRACE, and files of another user DAC_READ_SEARCH (proc(5), ptrace(2)). */
function leastPrivileges({ privileges }: Contained): ContainerOption[] {
  const asked = new Map<string, string[]>([
    ["SYS_PTRACE", ["look into the target's /proc entries and files"]],
    ["DAC_READ_SEARCH", ["read its programs whoever owns them"]],
  ]);
  for (const { name, reason, steps } of privileges) {
    const short = name.replace(/^CAP_/, "");
    asked.set(short, [...(asked.get(short) ?? []), `${reason} (${steps.join(", ")})`]);
  }
  return [
    { words: ["--cap-drop", "ALL"], reason: "no capability but these" },
    ...[...asked].map(([name, reasons]) => ({ words: ["--cap-add", name], reason: reasons.join("; ") })),
    {
      words: ["--security-opt", "apparmor=unconfined", "--security-opt", "label=disable"],
      reason: "AppArmor and SELinux profiles of containers forbid to look at other containers",
    },
  ];
}
