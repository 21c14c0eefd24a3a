import type { Probe } from "../documents/probe.generated.ts";

/** How a family of distributions installs software, and where its package names differ from Debian's. */
interface Family {
  readonly ids: readonly string[];
  readonly install: string;
  /** Debian's name → this family's; `RELEASE` stands for the kernel release. A name not listed is the same. */
  readonly renames: Readonly<Record<string, string>>;
}

/** By ID of os-release(5). Names of families other than Debian's are from their package indexes, not tried. */
const families: readonly Family[] = [
  {
    ids: ["debian", "kali", "raspbian"],
    install: "apt install",
    renames: { "linux-headers": "linux-headers-RELEASE" },
  },
  {
    ids: ["ubuntu", "linuxmint", "pop"],
    install: "apt install",
    // Ubuntu's perf is a wrapper that looks for the build of exactly this kernel.
    renames: { "linux-headers": "linux-headers-RELEASE", "linux-perf": "linux-tools-RELEASE" },
  },
  {
    ids: ["fedora", "rhel", "centos", "rocky", "almalinux", "amzn"],
    install: "dnf install",
    renames: {
      "linux-headers": "kernel-devel-RELEASE",
      "linux-perf": "perf",
      "bpfcc-tools": "bcc-tools",
    },
  },
  {
    ids: ["alpine"],
    install: "apk add",
    renames: {
      "linux-headers": "linux-lts-dev",
      "linux-perf": "perf",
      "bpfcc-tools": "bcc-tools",
      "libbpf-tools": "bcc-tools",
    },
  },
];

/** How to get what a package brings, named as in Debian: on the probed node, or for the toolbox that was probed. */
export function mendByPackage(debianName: string, probe: Probe): string {
  if (probe.toolbox === undefined) return installCommand(debianName, probe);
  if (debianName !== "linux-headers") return "use the image toolbox, which has every tool";
  return `install the headers of kernel ${probe.kernel.release} on the host (Debian, Ubuntu: apt install linux-headers-${probe.kernel.release}), or use a toolbox image that was built with them`;
}

function installCommand(debianName: string, probe: Probe): string {
  const family = families.find((one) => one.ids.includes(probe.distribution.id));
  const release = (name: string) => name.replace("RELEASE", probe.kernel.release);
  if (family === undefined) {
    const what =
      debianName === "linux-headers"
        ? `the headers of kernel ${probe.kernel.release}`
        : `what Debian calls ${debianName}`;
    return `install ${what} with this system's package manager`;
  }
  return `${family.install} ${release(family.renames[debianName] ?? debianName)}`;
}
