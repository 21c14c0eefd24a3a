import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";
import type { Manifest, TargetDescription, TargetProcess } from "../../documents/manifest.generated.ts";
import type { Probe } from "../../documents/probe.generated.ts";
import type { Property, Provenance } from "../provenance.ts";
import type { ReportInput } from "../report-input.ts";

export function buildProvenance({ manifest, plan, probe, damaged = [] }: ReportInput): Provenance {
  return {
    run: manifest.run,
    state: manifest.state,
    diag: manifest.diag,
    site: manifest.site,
    startedAt: manifest.startedAt,
    ...(manifest.finishedAt === undefined ? {} : { finishedAt: manifest.finishedAt }),
    playbookDigest: manifest.playbook.digest,
    params: plan.params,
    target: describeTarget(manifest.target),
    toolbox: describeToolbox(manifest.toolbox),
    ...(probe === undefined ? {} : { node: describeNode(probe) }),
    privileges: plan.privileges,
    files: Object.entries(manifest.files).map(([path, { bytes, sha256 }]) => ({
      path,
      size: { value: bytes, unit: "bytes" },
      sha256,
      damaged: damaged.includes(path),
    })),
  };
}

function describeTarget(target: TargetDescription): Property[] {
  const { kind, label, host, command, runtime, container, image, processes } = target;
  return properties([
    ["kind", kind],
    ["label", label],
    ["host", host],
    ["command", command],
    ["processes", processes?.map(describeProcess).join(", ")],
    ["runtime", runtime],
    ["container", container],
    ["image", image],
  ]);
}

/** `checkout 4242 (1 in its container)` */
function describeProcess({ pid, containerPid, command }: TargetProcess): string {
  const name = command.split(" ")[0]?.split("/").at(-1) ?? "";
  return `${name} ${pid}${containerPid === pid ? "" : ` (${containerPid} in its container)`}`;
}

function describeToolbox(toolbox: Manifest["toolbox"]): Property[] {
  if (toolbox === undefined) return [];
  const { engine, image, digest, privileges } = toolbox;
  return properties([
    ["engine", engine],
    ["image", image],
    ["image id", digest],
    ["privileges", privileges === "least" ? "only those of the plan (--least-privilege)" : "privileged"],
  ]);
}

function describeNode(probe: Probe): Property[] {
  return properties([
    ["kernel", `${probe.kernel.release} ${probe.kernel.arch}`],
    ["distribution", `${probe.distribution.id} ${probe.distribution.version}`],
    ["CPUs", formatNumber(probe.cpus)],
    ["load", formatNumber(probe.load)],
    [
      "memory",
      `${formatQuantity(probe.memory.availableBytes, "bytes")} available of ${formatQuantity(probe.memory.totalBytes, "bytes")}`,
    ],
    ["BTF", yes(probe.btf)],
    ["kernel headers", probe.headers ?? "no"],
    ["kprobes, uprobes", `${yes(probe.kprobes)}, ${yes(probe.uprobes)}`],
    ["tracefs", probe.tracefs ?? "no"],
    ["cgroup", probe.cgroup],
    ["PSI", yes(probe.psi)],
    ["lockdown", probe.lockdown ?? "no"],
    ["perf_event_paranoid", probe.perfEventParanoid === null ? "unknown" : String(probe.perfEventParanoid)],
    ["uid", String(probe.uid)],
    ["capabilities", probe.capabilities.join(", ") || "none"],
  ]);
}

function yes(value: boolean): string {
  return value ? "yes" : "no";
}

function properties(pairs: readonly (readonly [string, string | undefined])[]): Property[] {
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
