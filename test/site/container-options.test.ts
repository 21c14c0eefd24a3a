import { expect, test } from "vitest";
import { containerOptions } from "../../src/site/docker/container-options.ts";
import { wordsOf } from "../../src/site/docker/create-container.ts";
import { planned } from "../plan/planned.ts";

const options = (steps: string, leastPrivilege = false) => containerOptions(planned(steps), { leastPrivilege });
const line = (steps: string, leastPrivilege = false) => wordsOf(options(steps, leastPrivilege)).join(" ");

test("only what the steps need is mounted, read-only, each with its reason", () => {
  const lookAtLimits = line("- { id: limit, tool: cgroup-cpu }");
  expect(lookAtLimits).toContain("type=bind,source=/sys/fs/cgroup,target=/sys/fs/cgroup,readonly");
  expect(lookAtLimits).not.toMatch(/modules|tracing/);
  const profiling = line("- { id: cpu, tool: profile }");
  expect(profiling).toContain("source=/lib/modules,target=/lib/modules,readonly");
  expect(line("- { id: a, tool: mpstat }")).not.toContain("--mount");
  for (const { words, reason } of options("- { id: cpu, tool: profile }")) expect(reason, words.join(" ")).not.toBe("");
});

test("--least-privilege gives the capabilities of the steps and no more", () => {
  expect(line("- { id: cpu, tool: profile }")).toContain("--privileged");
  const least = line("- { id: cpu, tool: profile }", true);
  expect(least).not.toContain("--privileged");
  expect(least).toContain("--cap-drop ALL");
  for (const name of ["SYS_ADMIN", "PERFMON", "SYS_PTRACE"]) expect(least).toContain(`--cap-add ${name}`);
  expect(least).not.toContain("NET_ADMIN");
  const mpstat = line("- { id: a, tool: mpstat }", true);
  expect(mpstat).not.toMatch(/SYS_ADMIN|PERFMON/);
});

test("the host's network is seen only by commands that ask for it", () => {
  expect(line("- { id: cpu, tool: profile }")).toContain("--network none");
  expect(line("- { id: a, run: [ss], in: target-netns, parse: { as: table } }")).toContain("--network none");
  expect(line("- { id: a, run: [ss], parse: { as: table } }")).toContain("--network host");
});

test("CPU, memory and processes are limited by the budget", () => {
  const words = line("- { id: a, tool: mpstat }");
  expect(words).toContain("--cpu-period 100000 --cpu-quota 200000");
  expect(words).toContain(`--memory ${1536 * 1024 ** 2} --memory-swap ${1536 * 1024 ** 2}`);
  expect(words).toContain("--pids-limit 512");
});
