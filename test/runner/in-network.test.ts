import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { inNetwork } from "../../src/runner/in-network.ts";
import type { NodeTarget } from "../../src/tools/tool.ts";

function processTarget(pid: number): NodeTarget {
  return {
    kind: "process",
    processes: [{ pid, containerPid: pid, runtime: "native", cpuSeconds: 0 }],
    cgroups: {},
  };
}

test("diag's own namespace needs no entering", () => {
  expect(inNetwork("target", processTarget(process.pid), ["ss", "-t"])).toEqual(["ss", "-t"]);
});

test.skipIf(process.getuid?.() !== 0)("another's is entered [needs root]", async () => {
  const other = spawn("unshare", ["--net", "sh", "-c", "echo there; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(other.stdout, "data");
    const pid = other.pid ?? 0;
    const words = ["nsenter", `--net=/proc/${pid}/ns/net`, "--", "ss", "-t"];
    expect(inNetwork("target", processTarget(pid), ["ss", "-t"])).toEqual(words);
    expect(inNetwork("host", processTarget(pid), ["ss", "-t"])).not.toContain(`--net=/proc/${pid}/ns/net`);
  } finally {
    other.kill("SIGKILL");
  }
});

test("a process that is gone is left to nsenter, which says so", () => {
  expect(inNetwork("target", processTarget(4194303), ["ss"])[0]).toBe("nsenter");
});
