import { createInterface } from "node:readline";
import type { RunnerLog } from "../follow-runner.ts";
import type { Engine } from "./engine.ts";

/** Docker's words and Podman's. */
const noContainer = /^.*(?:no such container|no container with).*$/im;

/** The engine tells the whole log each time; what was told before is passed over by its number. */
export function containerLog(engine: Engine, container: string): RunnerLog {
  return {
    async open() {
      const logs = engine.start(["logs", "--follow", container]);
      let stderr = "";
      logs.stderr.on("data", (chunk: Buffer) => {
        stderr = (stderr + chunk.toString("utf8")).slice(-16 * 1024);
      });
      return {
        lines: createInterface({ input: logs.stdout, crlfDelay: Number.POSITIVE_INFINITY }),
        // That the container is gone is the engine's word, not the runner's last one.
        stderr: () => stderr.replace(noContainer, ""),
        async close() {
          logs.kill();
          await logs;
        },
      };
    },
    async isThere() {
      const words = ["container", "inspect", "--format", "{{.State.Status}}", container];
      const { exitCode, stderr } = await engine.ask(words);
      return exitCode === 0 || !noContainer.test(stderr);
    },
  };
}
