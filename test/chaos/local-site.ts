import { spawn } from "node:child_process";
import { once } from "node:events";
import { killOne, toolsAmong } from "./processes.ts";
import type { ChaosSite, Place } from "./site.ts";

export const localSite: ChaosSite = {
  name: "local",
  atATime: 3,
  keepSeconds: 0,
  startPlace: async () => startPlace(),
  async [Symbol.asyncDispose]() {},
};

function startPlace(): Place {
  const target = spawn("sleep", ["600"], { stdio: "ignore" });
  const ended = once(target, "exit");
  return {
    words: ["--pid", `${target.pid}`],
    env: {},
    async strike(blow, pick, marked) {
      return blow === "end the target" ? target.kill("SIGKILL") : killOne(toolsAmong(marked), pick);
    },
    left: async () => [],
    async [Symbol.asyncDispose]() {
      target.kill("SIGKILL");
      await ended;
    },
  };
}
