import { describe, expect, it } from "vitest";
import type { Probe } from "../../src/documents/probe.generated.ts";
import { bccTool, perf } from "../../src/tools/programs.ts";
import type { Circumstances, Requirement } from "../../src/tools/requirement.ts";
import { unmet } from "../../src/tools/unmet.ts";

/** A node that lacks everything. */
const bare: Probe = {
  schema: "diag/probe/v1",
  kernel: { release: "6.1.0-40-amd64", arch: "x64" },
  distribution: { id: "debian", version: "12" },
  cpus: 2,
  memory: { totalBytes: 1, availableBytes: 1 },
  load: 0,
  uid: 1000,
  capabilities: [],
  btf: false,
  headers: null,
  kprobes: false,
  uprobes: false,
  tracefs: null,
  lockdown: null,
  perfEventParanoid: 3,
  cgroup: "none",
  psi: false,
  binaries: {},
};
const able: Probe = {
  ...bare,
  capabilities: ["SYS_ADMIN"],
  btf: true,
  headers: "/lib/modules/6.1.0-40-amd64/build",
  kprobes: true,
  uprobes: true,
  tracefs: "/sys/kernel/tracing",
  cgroup: "v2",
  psi: true,
  binaries: { "profile-bpfcc": "/usr/sbin/profile-bpfcc", perf: "/usr/bin/perf" },
};

const profile: Requirement = { kind: "binary", binary: bccTool("profile") };
const admin: Requirement = { kind: "capability", anyOf: ["BPF", "SYS_ADMIN"], reason: "load BPF programs" };

const cases: readonly (readonly [Requirement, string, string, string | undefined])[] = [
  [
    profile,
    "binary-missing",
    "profile-bpfcc, profile.py, /usr/share/bcc/tools/profile not found",
    "apt install bpfcc-tools",
  ],
  [
    { kind: "headers" },
    "no-headers",
    "no headers of kernel 6.1.0-40-amd64: no include/linux/kconfig.h under /lib/modules/6.1.0-40-amd64/build or source",
    "apt install linux-headers-6.1.0-40-amd64",
  ],
  [admin, "no-capability", "CAP_BPF or CAP_SYS_ADMIN is needed to load BPF programs", "run as root or with sudo"],
  [
    { kind: "btf" },
    "no-btf",
    "kernel 6.1.0-40-amd64 has no BTF: /sys/kernel/btf/vmlinux is not readable",
    "run a kernel built with CONFIG_DEBUG_INFO_BTF=y",
  ],
  [{ kind: "tracefs" }, "no-tracefs", "tracefs is not mounted", "mount -t tracefs tracefs /sys/kernel/tracing"],
  [{ kind: "kprobes" }, "no-kprobes", "this kernel has no kprobes", undefined],
  [{ kind: "uprobes" }, "no-uprobes", "this kernel has no uprobes", undefined],
  [
    { kind: "psi" },
    "no-psi",
    "this kernel keeps no pressure figures: /proc/pressure/cpu is not readable",
    "boot with psi=1 on a kernel built with CONFIG_PSI=y",
  ],
  [{ kind: "cgroup" }, "not-on-cgroup", "no cgroup hierarchy is mounted", "mount the host's /sys/fs/cgroup"],
  [
    { kind: "target", targets: ["host"] },
    "target-kind",
    "it tells nothing about a process, only about a host",
    undefined,
  ],
  [
    { kind: "perf-events" },
    "no-capability",
    "perf_event_paranoid is 3, so CAP_PERFMON or CAP_SYS_ADMIN is needed to sample a process",
    "run as root or with sudo, or sysctl kernel.perf_event_paranoid=2",
  ],
];

const on = (target: Circumstances["target"]): Circumstances => ({ target, allowAttach: false });

describe("a requirement", () => {
  it.each(cases)("%j that is not met is %s", (requirement, code, message, mend) => {
    expect(unmet(requirement, bare, on("process"))).toEqual({ code, message, ...(mend === undefined ? {} : { mend }) });
  });

  it.each(cases.map(([requirement]) => requirement).filter(({ kind }) => kind !== "target"))(
    "%j is met",
    (requirement) => {
      expect(unmet(requirement, able, on("process"))).toBeUndefined();
    },
  );
});

it("knows a pod or node by what its cluster told of it", () => {
  expect(unmet({ kind: "cluster" }, able, { ...on("process"), cluster: false })).toEqual({
    code: "target-kind",
    message: "it tells about pods of Kubernetes, and the target was not named as one",
    mend: "name it with --pod",
  });
  expect(unmet({ kind: "cluster" }, able, { ...on("host"), cluster: false })).toMatchObject({
    message: "it tells about nodes of Kubernetes, and the target was not named as one",
    mend: "name it with --node",
  });
  expect(unmet({ kind: "cluster" }, bare, { ...on("process"), cluster: true })).toBeUndefined();
  expect(unmet({ kind: "cluster" }, bare, on("process"))).toBeUndefined();
});

it("lets a user sample a process of their own where the kernel does", () => {
  expect(unmet({ kind: "perf-events" }, { ...bare, perfEventParanoid: 2 }, on("process"))).toBeUndefined();
  expect(unmet({ kind: "perf-events" }, { ...bare, perfEventParanoid: 2 }, on("host"))?.code).toBe("no-capability");
  expect(unmet({ kind: "perf-events" }, { ...bare, perfEventParanoid: 0 }, on("host"))).toBeUndefined();
  expect(unmet({ kind: "perf-events" }, { ...bare, perfEventParanoid: null }, on("process"))?.message).toMatch(
    /^this kernel shows no/,
  );
});

it("knows kernels that do not tell why they drop a packet", () => {
  expect(unmet({ kind: "drop-reasons" }, { ...able, dropReasons: false }, on("host"))).toEqual({
    code: "no-variant",
    message: "this kernel does not tell why it drops a packet: Linux does since 5.17",
  });
  expect(unmet({ kind: "drop-reasons" }, { ...able, dropReasons: true }, on("host"))).toBeUndefined();
  expect(unmet({ kind: "drop-reasons" }, able, on("host"))).toBeUndefined();
});

it("knows kernels on which a tool fails", () => {
  const requirement = { kind: "not-kernel", range: ">=5.10.137 <5.11.0", reason: "has another tracepoint" } as const;
  const on510 = (version: string) => ({ ...able, kernel: { release: "5.10.0-46-amd64", arch: "x64", version } });
  expect(unmet(requirement, on510("5.10.262"), on("host"))).toEqual({
    code: "no-variant",
    message: "kernel 5.10.0-46-amd64 (5.10.262) has another tracepoint",
  });
  expect(unmet(requirement, on510("5.10.136"), on("host"))).toBeUndefined();
  expect(unmet(requirement, on510("5.11.0"), on("host"))).toBeUndefined();
  expect(unmet(requirement, able, on("host"))).toBeUndefined();
});

it("knows a BCC that is too old for the headers", () => {
  const kernel = { ...able.kernel, release: "7.3.4+deb13-amd64" };
  expect(unmet({ kind: "headers" }, { ...able, kernel, bccTooOld: true }, on("host"))).toEqual({
    code: "no-headers",
    message:
      "the headers of kernel 7.3.4+deb13-amd64 take a newer BCC: since Linux 6.19 they are compiled with -fms-extensions, of which this one knows nothing",
    mend: "install a BCC that is as new as the kernel",
  });
  expect(unmet({ kind: "headers" }, able, on("host"))).toBeUndefined();
});

it("knows that lockdown closes tracefs, kprobes, and the kernel's memory to BPF programs", () => {
  for (const [kind, what] of [
    ["tracefs", "tracefs"],
    ["kprobes", "kprobes"],
    ["kernel-memory", "the kernel's memory to BPF programs"],
  ] as const) {
    expect(unmet({ kind }, { ...able, lockdown: "confidentiality" }, on("host"))).toMatchObject({
      code: "lockdown",
      message: `kernel lockdown is in confidentiality mode, which closes ${what}`,
    });
    expect(unmet({ kind }, { ...able, lockdown: "integrity" }, on("host"))).toBeUndefined();
  }
});

it.each([
  [
    "ubuntu",
    "apt install linux-tools-6.1.0-40-amd64",
    "apt install linux-headers-6.1.0-40-amd64",
    "apt install bpfcc-tools",
  ],
  ["fedora", "dnf install perf", "dnf install kernel-devel-6.1.0-40-amd64", "dnf install bcc-tools"],
  ["alpine", "apk add perf", "apk add linux-lts-dev", "apk add bcc-tools"],
  [
    "nixos",
    "install what Debian calls linux-perf with this system's package manager",
    "install the headers of kernel 6.1.0-40-amd64 with this system's package manager",
    "install what Debian calls bpfcc-tools with this system's package manager",
  ],
])("names the packages of %s", (idOfDistribution, perfPackage, headers, bcc) => {
  const probe = { ...bare, distribution: { id: idOfDistribution, version: "1" } };
  const mend = (requirement: Requirement) => unmet(requirement, probe, on("host"))?.mend;
  expect(mend({ kind: "binary", binary: perf })).toBe(perfPackage);
  expect(mend({ kind: "headers" })).toBe(headers);
  expect(mend(profile)).toBe(bcc);
});
