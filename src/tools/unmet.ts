import satisfies from "semver/functions/satisfies.js";
import type { Probe } from "../documents/probe.generated.ts";
import { mendByPackage } from "./packages.ts";
import { type Circumstances, locate, type Requirement, type Unmet } from "./requirement.ts";

type TargetKind = Circumstances["target"];
type OfKind<Kind extends Requirement["kind"]> = Extract<Requirement, { kind: Kind }>;

/** Holds one requirement against a node: why it is not met and what mends it, or undefined when it is met. */
export function unmet(requirement: Requirement, probe: Probe, circumstances: Circumstances): Unmet | undefined {
  switch (requirement.kind) {
    case "binary":
      return unmetBinary(requirement, probe);
    case "capability":
      return unmetCapability(requirement, probe);
    case "perf-events":
      return unmetPerfEvents(probe, circumstances.target);
    case "not-kernel":
      return unmetKernel(requirement, probe);
    case "target":
      return unmetTarget(requirement, circumstances.target);
    case "runtime":
      return unmetRuntime(requirement, circumstances);
    case "single-process":
      return unmetSingleProcess(circumstances);
    case "cluster":
      return unmetCluster(circumstances);
    case "consent":
      return unmetConsent(requirement, circumstances);
    default:
      return unmetFeature(requirement.kind, probe);
  }
}

/** Features that the probe answers by itself: the sentence for a node that lacks them, and the mend where there is one. */
function unmetFeature(
  feature: Exclude<
    Requirement["kind"],
    | "binary"
    | "capability"
    | "perf-events"
    | "not-kernel"
    | "target"
    | "runtime"
    | "consent"
    | "single-process"
    | "cluster"
  >,
  probe: Probe,
): Unmet | undefined {
  const release = probe.kernel.release;
  switch (feature) {
    case "btf":
      if (probe.btf) return undefined;
      return {
        code: "no-btf",
        message: `kernel ${release} has no BTF: /sys/kernel/btf/vmlinux is not readable`,
        mend: "run a kernel built with CONFIG_DEBUG_INFO_BTF=y",
      };
    case "headers":
      if (probe.bccTooOld) {
        return {
          code: "no-headers",
          message: `the headers of kernel ${release} take a newer BCC: since Linux 6.19 they are compiled with -fms-extensions, of which this one knows nothing`,
          mend: "install a BCC that is as new as the kernel",
        };
      }
      if (probe.headers !== null) return undefined;
      return {
        code: "no-headers",
        message: `no headers of kernel ${release}: no include/linux/kconfig.h under /lib/modules/${release}/build or source`,
        mend: mendByPackage("linux-headers", probe),
      };
    case "kprobes":
      if (!probe.kprobes) return { code: "no-kprobes", message: "this kernel has no kprobes" };
      return lockedDown("kprobes", probe);
    case "uprobes":
      return probe.uprobes ? undefined : { code: "no-uprobes", message: "this kernel has no uprobes" };
    case "kernel-memory":
      return lockedDown("the kernel's memory to BPF programs", probe);
    case "tracefs":
      if (probe.tracefs !== null) return lockedDown("tracefs", probe);
      return {
        code: "no-tracefs",
        message: "tracefs is not mounted",
        mend: `mount -t tracefs tracefs /sys/kernel/tracing${probe.toolbox === undefined ? "" : " on the host"}`,
      };
    case "drop-reasons":
      if (probe.dropReasons !== false) return undefined;
      return {
        code: "no-variant",
        message: "this kernel does not tell why it drops a packet: Linux does since 5.17",
      };
    case "psi":
      if (probe.psi) return undefined;
      return {
        code: "no-psi",
        message: "this kernel keeps no pressure figures: /proc/pressure/cpu is not readable",
        mend: "boot with psi=1 on a kernel built with CONFIG_PSI=y",
      };
    case "cgroup":
      if (probe.cgroup !== "none") return undefined;
      return {
        code: "not-on-cgroup",
        message: "no cgroup hierarchy is mounted",
        mend: "mount the host's /sys/fs/cgroup",
      };
  }
}

function unmetBinary({ binary }: OfKind<"binary">, probe: Probe): Unmet | undefined {
  if (locate(binary, probe) !== undefined) return undefined;
  return {
    code: "binary-missing",
    message: `${binary.names.join(", ")} not found`,
    mend: mendByPackage(binary.package, probe),
  };
}

function unmetCapability({ anyOf, reason }: OfKind<"capability">, probe: Probe): Unmet | undefined {
  if (anyOf.some((name) => probe.capabilities.includes(name))) return undefined;
  return {
    code: "no-capability",
    message: `${capabilities(anyOf)} is needed to ${reason}`,
    mend: probe.toolbox === undefined ? "run as root or with sudo" : "run without --least-privilege",
  };
}

function unmetKernel({ range, reason }: OfKind<"not-kernel">, { kernel }: Probe): Unmet | undefined {
  if (kernel.version === undefined || !satisfies(kernel.version, range)) return undefined;
  return { code: "no-variant", message: `kernel ${kernel.release} (${kernel.version}) ${reason}` };
}

/** kernel/events/core.c and Documentation/admin-guide/perf-security.rst; 3 and 4 are Debian's and Ubuntu's additions. */
function unmetPerfEvents(probe: Probe, target: TargetKind): Unmet | undefined {
  const privileged = ["PERFMON", "SYS_ADMIN"].some((name) => probe.capabilities.includes(name));
  if (privileged) return undefined;
  const limit = target === "host" ? 0 : 2;
  const paranoid = probe.perfEventParanoid;
  if (paranoid !== null && paranoid <= limit) return undefined;
  const setting = paranoid === null ? "this kernel shows no perf_event_paranoid" : `perf_event_paranoid is ${paranoid}`;
  return {
    code: "no-capability",
    message: `${setting}, so CAP_PERFMON or CAP_SYS_ADMIN is needed to sample ${target === "host" ? "all CPUs" : "a process"}`,
    mend: `run as root or with sudo, or sysctl kernel.perf_event_paranoid=${limit}`,
  };
}

function unmetTarget({ targets }: OfKind<"target">, target: TargetKind): Unmet | undefined {
  if (targets.includes(target)) return undefined;
  return { code: "target-kind", message: `it tells nothing about a ${target}, only about a ${targets.join(" or a ")}` };
}

function unmetRuntime({ anyOf }: OfKind<"runtime">, { runtimes }: Circumstances): Unmet | undefined {
  if (runtimes === undefined || anyOf.some((one) => runtimes.includes(one))) return undefined;
  const found = runtimes.length === 0 ? "nothing that is known" : [...new Set(runtimes)].join(", ");
  return { code: "runtime", message: `it sees into ${anyOf.join(" and ")} programs, and the target runs ${found}` };
}

function unmetSingleProcess({ runtimes = [] }: Circumstances): Unmet | undefined {
  if (runtimes.length <= 1) return undefined;
  return { code: "target-kind", message: `it watches one process, and the target has ${runtimes.length}` };
}

function unmetCluster({ cluster = true, target }: Circumstances): Unmet | undefined {
  if (cluster) return undefined;
  const what = target === "host" ? "node" : "pod";
  return {
    code: "target-kind",
    message: `it tells about ${what}s of Kubernetes, and the target was not named as one`,
    mend: `name it with --${what}`,
  };
}

function unmetConsent({ reason }: OfKind<"consent">, { allowAttach }: Circumstances): Unmet | undefined {
  if (allowAttach) return undefined;
  return { code: "no-consent", message: `it would ${reason}, which was not allowed`, mend: "add --allow-attach" };
}

/**
 * kernel_lockdown(7): confidentiality closes tracefs and kprobes for root too, and bpf_probe_read and its kin
 * (LOCKDOWN_BPF_READ_KERNEL of include/linux/security.h).
 */
function lockedDown(what: string, probe: Probe): Unmet | undefined {
  if (probe.lockdown !== "confidentiality") return undefined;
  return {
    code: "lockdown",
    message: `kernel lockdown is in confidentiality mode, which closes ${what}`,
    mend: "boot with lockdown=integrity or none",
  };
}

function capabilities(names: readonly string[]): string {
  return names.map((name) => `CAP_${name}`).join(" or ");
}
