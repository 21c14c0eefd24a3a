/**
 * `npm run fault NAME`: starts a workload of test/faults in the lab's engine and tells how to diagnose it, until Ctrl-C. For
 * who works on a playbook; `npm run bench:accuracy NAME` starts and judges it.
 */
import { once } from "node:events";
import { readFault } from "../test/faults/fault.ts";
import { buildFaultImage } from "../test/faults/fault-image.ts";
import { startFault } from "../test/faults/start-fault.ts";
import { targetWords } from "../test/faults/target-words.ts";
import { startEngine } from "../test/lab/docker/engine.ts";

const [name] = process.argv.slice(2);
if (name === undefined) throw new Error("usage: npm run fault NAME, a folder of test/faults");
const fault = readFault(name);
const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
const engine = await startEngine();
try {
  await buildFaultImage(engine);
  await using started = await startFault(engine, fault);
  const commands = fault.playbooks.map(
    (playbook) => `diag run ${playbook} ${targetWords(playbook, started.container).join(" ")}`,
  );
  console.log([`export DOCKER_HOST=${engine.host}`, ...commands, "(Ctrl-C ends it)"].join("\n"));
  const waiting = setInterval(() => {}, 60_000);
  await ended;
  clearInterval(waiting);
} finally {
  await engine.stop();
}
