import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, release } from "node:os";
import type { Probe } from "../../documents/probe.generated.ts";
import type { Binary } from "../../tools/requirement.ts";
import { isBccTooOld } from "./bcc-dialect.ts";
import { effectiveCapabilities } from "./capabilities.ts";
import { cgroupVersion } from "./cgroup.ts";
import { findBinaries } from "./find-binaries.ts";
import { kernelVersion } from "./kernel-version.ts";
import { readDisk, readPressure } from "./strain.ts";

/**
 * Reads what this node can do, and how it is. Nothing is started and nothing is changed; takes a few milliseconds.
 *
 * @param output The folder that a run will write to, where there is one.
 */
export function probeNode(binaries: Iterable<Binary>, output?: string): Probe {
  const mounts = read("/proc/self/mounts");
  const memory = read("/proc/meminfo");
  const tracefs = mountPoint(mounts, "tracefs");
  const pressure = readPressure();
  const kernel = release();
  const version = kernelVersion(kernel, read("/proc/version"));
  const headersFolder = headers(kernel);
  const disk = output === undefined ? undefined : readDisk(output);
  return {
    schema: "diag/probe/v1",
    kernel: { release: kernel, arch: arch(), ...(version === undefined ? {} : { version }) },
    distribution: distribution(read("/etc/os-release")),
    cpus: cpus().length || availableParallelism(),
    memory: { totalBytes: meminfo(memory, "MemTotal"), availableBytes: meminfo(memory, "MemAvailable") },
    load: Number.parseFloat(read("/proc/loadavg")) || 0,
    uid: process.geteuid?.() ?? 0,
    capabilities: effectiveCapabilities(read("/proc/self/status")),
    btf: isReadable("/sys/kernel/btf/vmlinux"),
    headers: headersFolder,
    ...(headersFolder !== null && isBccTooOld(kernel) ? { bccTooOld: true } : {}),
    kprobes: existsSync("/sys/bus/event_source/devices/kprobe"),
    uprobes: existsSync("/sys/bus/event_source/devices/uprobe"),
    tracefs,
    ...dropReasons(tracefs),
    lockdown: /\[(\w+)\]/.exec(read("/sys/kernel/security/lockdown"))?.[1] ?? null,
    perfEventParanoid: integer(read("/proc/sys/kernel/perf_event_paranoid")),
    cgroup: cgroupVersion(mounts),
    psi: isReadable("/proc/pressure/cpu"),
    ...(pressure === undefined ? {} : { pressure }),
    ...(disk === undefined ? {} : { disk }),
    // Set by images/toolbox/Dockerfile.
    ...(process.env["DIAG_TOOLBOX"] ? { toolbox: process.env["DIAG_TOOLBOX"] } : {}),
    binaries: findBinaries(binaries),
  };
}

/** BCC looks for the headers under `build` and for the generic half under `source` (bcc's KBuildHelper). */
function headers(kernel: string): string | null {
  const folders = [`/lib/modules/${kernel}/build`, `/lib/modules/${kernel}/source`];
  const found = folders.find((folder) => existsSync(`${folder}/include/linux/kconfig.h`));
  return found ?? null;
}

/** Asked of the kernel itself: distributions have brought the reasons of Linux 5.17 to older ones. */
function dropReasons(tracefs: string | null): Pick<Probe, "dropReasons"> {
  const format = tracefs === null ? "" : read(`${tracefs}/events/skb/kfree_skb/format`);
  return format === "" ? {} : { dropReasons: /field:[^;]*\breason;/.test(format) };
}

function distribution(osRelease: string): Probe["distribution"] {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(osRelease)?.[1] ?? "unknown";
  return { id: field("ID"), version: field("VERSION_ID") };
}

function mountPoint(mounts: string, type: string): string | null {
  const line = mounts.split("\n").find((mount) => mount.split(" ")[2] === type);
  return line?.split(" ")[1] ?? null;
}

function meminfo(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0) * 1024;
}

function integer(text: string): number | null {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? null : value;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Files of the kernel that are absent or forbidden read as empty: the probe says what it can. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
