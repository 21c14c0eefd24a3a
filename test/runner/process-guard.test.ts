import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isRunning } from "../running.ts";

const guardModule = fileURLToPath(new URL("../../src/runner/process-guard.ts", import.meta.url));

/** A program that starts two tools, hands them to a guard, lets go of the first, prints both pids and waits. */
const program = `
const { spawn } = await import("node:child_process");
const { ProcessGuard } = await import(${JSON.stringify(guardModule)});
const guard = new ProcessGuard();
const tools = [0, 1].map(() => spawn("sleep", ["30"], { detached: true, stdio: "ignore" }));
for (const tool of tools) guard.watch(tool.pid);
guard.release(tools[0].pid);
console.log(tools.map((tool) => tool.pid).join(" "));
setInterval(() => {}, 1000);
`;

test("ends the watched tools, and only those, when diag is killed with -9", async () => {
  const owner = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const [released, watched] = line.toString().trim().split(" ").map(Number) as [number, number];
  owner.kill("SIGKILL");
  await once(owner, "exit");
  await sleep(300);
  expect(isRunning(watched)).toBe(false);
  expect(isRunning(released)).toBe(true);
  process.kill(released, "SIGKILL");
});
