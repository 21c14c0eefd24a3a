import { describe, expect, it } from "vitest";
import { containerId } from "../../src/tools/process/container-id.ts";
import { cpuListCount } from "../../src/tools/process/cpu-list.ts";
import { detectRuntime } from "../../src/tools/process/runtime.ts";
import { parseRecording, plain } from "./recording.ts";

const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
const other = "00ff".repeat(16);
const uid = "8f1c2d3e-4b5a-6978-8796-a5b4c3d2e1f0";

describe("the container of a cgroup path", () => {
  it.each([
    ["Docker, cgroupfs", `0::/docker/${id}`],
    ["Docker, systemd", `0::/system.slice/docker-${id}.scope`],
    ["Docker, v1", `12:cpu,cpuacct:/docker/${id}\n1:name=systemd:/docker/${id}`],
    ["Docker, hybrid", `9:name=systemd:/\n1:cpu:/docker/${id}\n0::/`],
    [
      "containerd, systemd",
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid.replaceAll("-", "_")}.slice/cri-containerd-${id}.scope`,
    ],
    ["containerd, cgroupfs", `0::/kubepods/besteffort/pod${uid}/${id}`],
    ["a Guaranteed pod, without a QoS level", `0::/kubepods/pod${uid}/${id}`],
    [
      "containerd with drivers that differ",
      `0::/system.slice/containerd.service/kubepods-burstable-pod${uid}.slice:cri-containerd:${id}`,
    ],
    ["CRI-O", `0::/kubepods.slice/kubepods-pod${uid}.slice/crio-${id}.scope`],
    ["CRI-O with a leaf", `0::/kubepods.slice/kubepods-pod${uid}.slice/crio-${id}.scope/container`],
    ["Podman", `0::/machine.slice/libpod-${id}.scope/container`],
    [
      "kind, nested in Docker",
      `0::/docker/${other}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${uid}.slice/cri-containerd-${id}.scope`,
    ],
    ["a second node below another root", `3:memory:/lab2/kubepods/burstable/pod${uid}/${id}`],
    ["seen from within a cgroup namespace", `0::/../${id}`],
    ["ECS", `0::/ecs/0123456789abcdef0123456789abcdef/${id}`],
  ])("%s", (_, membership) => expect(containerId(`${membership}\n`)).toBe(id));

  it.each([
    ["no container", "0::/user.slice/user-1000.slice/session-3.scope"],
    ["CRI-O's monitor", `0::/kubepods.slice/crio-conmon-${id}.scope`],
    ["Podman's monitor", `0::/machine.slice/libpod-conmon-${id}.scope`],
    ["a pod's own level", `0::/kubepods/burstable/pod${uid}`],
    ["too short an id", `0::/docker/${id.slice(1)}`],
    ["nothing", ""],
  ])("%s is none", (_, membership) => expect(containerId(membership)).toBeUndefined());
});

describe("the runtime", () => {
  it.each([
    ["jvm", { exe: "/usr/lib/jvm/java-17/bin/java", maps: "", comm: "java" }],
    [
      "jvm",
      { exe: "/opt/app/launcher", maps: "7f00-7f01 r-xp 0 0:0 1 /opt/jre/lib/server/libjvm.so\n", comm: "launcher" },
    ],
    ["node", { exe: "/usr/bin/node", maps: "", comm: "MainThread" }],
    ["node", { exe: "/usr/bin/node (deleted)", maps: "", comm: "node" }],
    ["python", { exe: "/usr/bin/python3.11", maps: "", comm: "gunicorn" }],
    [
      "python",
      { exe: "/usr/bin/uwsgi", maps: "7f00-7f01 r-xp 0 0:0 1 /usr/lib/libpython3.11.so.1.0\n", comm: "uwsgi" },
    ],
    ["ruby", { exe: "/usr/local/bin/ruby", maps: "", comm: "puma" }],
    ["dotnet", { exe: "/app/shop", maps: "7f00-7f01 r-xp 0 0:0 1 /app/libcoreclr.so\n", comm: "shop" }],
    [
      "go",
      {
        exe: "/app/shop",
        maps: "00400000-00600000 r-xp 0 0:0 1 /app/shop\nc000000000-c000400000 rw-p 0 0:0 0\n",
        comm: "shop",
      },
    ],
    [
      "go",
      {
        exe: "/app/shop",
        maps: "00400000-0049f000 r-xp 00000000 fe:00 1053 /app/shop\n00584000-005ba000 rw-p 00000000 00:00 0 \n246ef8000000-246efa400000 ---p 00000000 00:00 0 \n",
        comm: "shop",
      },
    ],
    [
      // A program that is linked to a fixed place, with an arena of glibc's.
      "native",
      {
        exe: "/app/old",
        maps: "00400000-0049f000 r-xp 00000000 fe:00 1053 /app/old\n7fc37c000000-7fc37c021000 rw-p 00000000 00:00 0 \n",
        comm: "old",
      },
    ],
    ["native", { exe: "/usr/sbin/nginx", maps: "5500-5600 r-xp 0 0:0 1 /usr/sbin/nginx\n", comm: "nginx" }],
    ["unknown", { exe: "", maps: "", comm: "kworker/0:1" }],
  ] as const)("%s", (runtime, evidence) => expect(detectRuntime(evidence)).toBe(runtime));
});

it.each([
  ["0-3,8,10-11", 7],
  ["0", 1],
  ["0-1", 2],
  ["", undefined],
  ["3-1", undefined],
  ["all", undefined],
])("the CPU list %j names %j", (list, count) => expect(cpuListCount(list)).toBe(count));

describe("a process", () => {
  it("in a container", () => {
    expect(plain(parseRecording("process/procfs-hot-limited").facts)).toEqual({
      pid: 18813,
      name: "hot",
      command: "./hot 60",
      executable: "/tmp/diag-workloads/hot",
      runtime: "native",
      userId: 0,
      state: "R",
      parent: 17847,
      threads: 1,
      age: 0.52,
      startedAt: "2026-11-23T11:02:46.950Z",
      allowedCpus: 2,
      resident: 1_286_144,
      container: id,
      cgroup: `/docker/${id}`,
    });
  });

  it("of a runtime, outside of one", () => {
    const facts = plain(parseRecording("process/procfs-java").facts);
    expect(facts).toMatchObject({
      runtime: "jvm",
      command: "java -XX:+PreserveFramePointer Hot 60",
      threads: 20,
      cgroup: "/",
    });
    expect(facts).not.toHaveProperty("container");
    expect(plain(parseRecording("process/procfs-python").facts)).toMatchObject({ runtime: "python", name: "python3" });
  });
});
