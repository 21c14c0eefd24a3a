import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import validateProbe from "../../src/documents/validate-probe.generated.js";
import { effectiveCapabilities } from "../../src/runner/probe/capabilities.ts";
import { cgroupMounts, cgroupVersion } from "../../src/runner/probe/cgroup.ts";
import { findBinaries } from "../../src/runner/probe/find-binaries.ts";
import { probeNode } from "../../src/runner/probe/probe-node.ts";
import { probeSummary } from "../../src/runner/probe/probe-summary.ts";
import { readPressure } from "../../src/runner/probe/strain.ts";
import { binariesOf } from "../../src/tools/registry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test.each([
  ["0000000000000000", []],
  ["0000000000000001", ["CHOWN"]],
  ["000000c000000000", ["BPF", "PERFMON"]],
  ["0000000000201000", ["NET_ADMIN", "SYS_ADMIN"]],
])("CapEff %s", (mask, names) => {
  expect(effectiveCapabilities(`Name:\tx\nCapPrm:\tffffffffffffffff\nCapEff:\t${mask}\nCapBnd:\t0\n`)).toEqual(names);
});

test("a status without CapEff has no capabilities", () => {
  expect(effectiveCapabilities("")).toEqual([]);
});

const v2 = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid,nodev,noexec,relatime 0 0";
const v1 = [
  "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
  "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0",
  "cgroup /sys/fs/cgroup/systemd cgroup rw,name=systemd 0 0",
].join("\n");

test.each([
  ["v2", v2],
  ["v1", v1],
  ["hybrid", `${v1}\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0`],
  ["none", "proc /proc proc rw 0 0"],
])("cgroup %s", (version, mounts) => {
  expect(cgroupVersion(mounts)).toBe(version);
});

test("where each controller is mounted; the first mount counts, blanks in paths are unescaped", () => {
  expect(cgroupMounts(v1)).toEqual({ cpu: "/sys/fs/cgroup/cpu,cpuacct", cpuacct: "/sys/fs/cgroup/cpu,cpuacct" });
  expect(cgroupMounts(`cgroup2 /my\\040groups cgroup2 rw 0 0\n${v2}`)).toEqual({ unified: "/my groups" });
});

test("programs are found in PATH first, by every name, only where they can be executed", () => {
  const folder = temporaryFolder();
  for (const name of ["profile.py", "plain"]) writeFileSync(join(folder, name), "");
  mkdirSync(join(folder, "a-folder"));
  chmodSync(join(folder, "profile.py"), 0o755);
  const absolute = join(folder, "profile.py");
  const wanted = [{ names: ["profile-nobody-has", "profile.py", absolute, "plain"], package: "p" }];
  expect(findBinaries(wanted, `relative:${folder}`)).toEqual({ "profile.py": absolute, [absolute]: absolute });
});

test("sh is found also where PATH lacks its folder", () => {
  expect(findBinaries([{ names: ["sh"], package: "p" }], "/nowhere")["sh"]).toMatch(/\/sh$/);
});

test("this node: the probe follows its schema and tells what the kernel's files say", () => {
  const probe = probeNode(binariesOf());
  expect(validateProbe(probe)).toBe(true);
  expect(probe.kernel.release).toBe(release());
  expect(probe.memory.totalBytes / 1024).toBe(
    Number(/MemTotal:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1]),
  );
  expect(probeSummary({ ...probe, btf: true, headers: null, kprobes: false, cgroup: "v2" })).toBe(
    "BTF yes · headers no · kprobes no · cgroup v2",
  );
});

test("how the node is: pressure and the disk of the output folder", () => {
  const probe = probeNode([], tmpdir());
  expect(validateProbe(probe)).toBe(true);
  expect(probe.disk?.freeBytes).toBeGreaterThan(0);
  expect(probe.disk?.totalBytes).toBeGreaterThanOrEqual(probe.disk?.freeBytes ?? 0);
  const proc = temporaryFolder();
  mkdirSync(join(proc, "pressure"));
  const write = (name: string, some: string, full: string) =>
    writeFileSync(
      join(proc, "pressure", name),
      `some avg10=${some} avg60=34.96 avg300=44.42 total=29\nfull avg10=${full} avg60=1.00 avg300=2.00 total=0\n`,
    );
  write("cpu", "61.13", "0.00");
  write("memory", "0.28", "0.11");
  write("io", "7.00", "5.50");
  expect(readPressure(proc)).toEqual({ cpuSome: 61.13, memorySome: 0.28, memoryFull: 0.11, ioSome: 7, ioFull: 5.5 });
  expect(readPressure("/no/such/proc")).toBeUndefined();
});
