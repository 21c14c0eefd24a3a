import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import type { Manifest } from "../../src/documents/manifest.generated.ts";
import { diag } from "../cli/diag.ts";
import { docker, lab, needsDocker } from "../lab/docker/lab.ts";
import { startTarget } from "../lab/docker/targets.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const { engine, env } = lab;

/** As docker's own default, but without what eBPF tools call. */
const withoutBpf = {
  defaultAction: "SCMP_ACT_ALLOW",
  syscalls: [{ names: ["bpf", "perf_event_open"], action: "SCMP_ACT_ERRNO", errnoRet: 1 }],
};

/** Runs cpu-hot inside the toolbox by hand, with the container as the node would have crippled it. */
async function runCrippled(
  options: readonly string[],
  privileges: readonly string[] = ["--privileged"],
  words: readonly string[] = [],
) {
  await using target = await startTarget(engine, "hot");
  const name = `diag-crippled-${process.pid}`;
  const run = await execa(
    "docker",
    [
      ...["run", "--name", name, ...privileges, "--pid", "host", "--cgroupns", "host", ...options, lab.toolbox],
      ...["run", "cpu-hot", "--container", target.id, "--in", "local", "--out", "/out"],
      ...["--param", "duration=2s", ...words],
    ],
    { env, reject: false },
  );
  const manifest = await execa("docker", ["cp", `${name}:/out/manifest.json`, "-"], { env });
  await docker("rm", "--force", name);
  const json = manifest.stdout.slice(manifest.stdout.indexOf("{"), manifest.stdout.lastIndexOf("}") + 1);
  const { steps } = JSON.parse(json) as Manifest;
  const step = (id: string) => steps.find((one) => one.id === id);
  return { ...run, steps, step };
}

describe.skipIf(lab.why !== undefined)(`a crippled node, seen from the toolbox ${needsDocker}`, () => {
  test("without tracefs and headers: told per variant, and the rest runs", async () => {
    const { exitCode, steps, step } = await runCrippled([]);
    expect(exitCode).toBe(3);
    expect(step("cpu")).toMatchObject({ status: "ok", variant: "perf" });
    expect(steps.filter(({ status }) => status === "failed")).toEqual([]);
    const { stdout } = await execa("docker", ["run", "--rm", "--privileged", "--pid", "host", lab.toolbox, "doctor"], {
      env,
    });
    expect(stdout).toMatch(/bpftrace +cannot run: tracefs is not mounted\n +-?→? ?>? ?mount -t tracefs tracefs/);
    expect(stdout).toContain("install the headers of kernel");
  });

  test("without BTF: CO-RE tools are left out with the reason", async () => {
    const { step } = await runCrippled(["--mount", "type=tmpfs,target=/sys/kernel/btf"]);
    const attempt = step("waits")?.attempts.find(({ variant }) => variant === "libbpf");
    expect(attempt).toMatchObject({ outcome: "rejected", reason: { code: "no-btf" } });
    expect(step("cpu")).toMatchObject({ status: "ok" });
  });

  test("seccomp that blocks bpf() and perf_event_open(): what needs neither still runs, and the reason is told", async () => {
    const profile = join(temporaryFolder(), "seccomp.json");
    writeFileSync(profile, JSON.stringify(withoutBpf));
    // A privileged container has no seccomp profile.
    const capabilities = ["SYS_ADMIN", "PERFMON", "SYS_PTRACE", "DAC_READ_SEARCH"].map((name) => `--cap-add=${name}`);
    const { exitCode, step, stdout } = await runCrippled(
      ["--mount", "type=bind,source=/sys/kernel/tracing,target=/sys/kernel/tracing"],
      [...capabilities, "--security-opt", `seccomp=${profile}`],
      // On a busy machine it may truly wait for a CPU.
      ["--fail-on", "never"],
    );
    expect(exitCode).toBe(4);
    expect(step("cpu")).toMatchObject({ status: "failed" });
    expect(JSON.stringify(step("cpu")?.attempts)).toMatch(/refused|permitted|perf_event_paranoid/);
    for (const id of ["who", "threads", "limit", "processes", "pressure", "host"]) {
      expect(step(id), id).toMatchObject({ status: "ok" });
    }
    expect(stdout).toMatch(/^ +\? +/m);
  });

  test("an image for another processor is refused before anything starts", async () => {
    await using target = await startTarget(engine, "idle");
    const other = "diag-other:test";
    const folder = temporaryFolder();
    writeFileSync(join(folder, "empty"), "");
    await execa("tar", ["-cf", join(folder, "empty.tar"), "-C", folder, "empty"]);
    await docker("import", "--platform", "linux/arm64", join(folder, "empty.tar"), other);
    const { exitCode, stderr } = await diag(["run", "cpu-hot", "--container", target.name, "--image", other], { env });
    await docker("image", "rm", other);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 5,
      stderr: `error image-architecture: Image ${other} is built for arm64, the engine runs amd64\n  Build or pull it for linux/amd64.\n`,
    });
  });
});
