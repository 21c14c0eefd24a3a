import { createInterface } from "node:readline";
import type { RunnerLog } from "../follow-runner.ts";
import type { Engine } from "./engine.ts";

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
        stderr: () => stderr,
        async close() {
          logs.kill();
          await logs;
        },
      };
    },
    async isThere() {
      const words = ["container", "inspect", "--format", "{{.State.Status}}", container];
      const { exitCode, stderr } = await engine.ask(words);
      return exitCode === 0 || !/no such container|no container with/i.test(stderr);
    },
  };
}
