import { describe, expect, test } from "vitest";
import { diag, readFindings } from "../cli/diag.ts";
import { docker, lab, needsDocker } from "../lab/docker/lab.ts";
import { temporaryFolder } from "../temporary-folder.ts";

describe.skipIf(lab.why !== undefined)(`oom-kill on a real engine ${needsDocker}`, () => {
  test("a container that was killed and is gone is told of from the kernel's log", { timeout: 60_000 }, async () => {
    const name = `diag-target-killed-${process.pid}`;
    const program = "import os; held = [os.urandom(1 << 20) for _ in range(200)]";
    const limit = ["--memory", "32m", "--memory-swap", "32m"];
    await docker(
      "run",
      "--name",
      name,
      "--network",
      "none",
      ...limit,
      "diag-targets:test",
      "python3",
      "-c",
      program,
    ).catch(() => {});
    const out = `${temporaryFolder()}/bundle`;
    try {
      const { exitCode, stderr } = await diag(["run", "oom-kill", "--container", name, "--out", out], { env: lab.env });
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
    } finally {
      await docker("rm", "--force", name);
    }
    const [finding] = readFindings(out).findings;
    expect(finding).toMatchObject({ check: "own-memory", outcome: "fail" });
    expect(finding?.message).toMatch(/^The kernel killed python3 \(pid \d+\) .* at the limit of 32\sMiB of its own/);
  });
});
