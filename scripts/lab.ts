/** `npm run lab`: the tests' Docker engine for a developer, until Ctrl-C. */
import { once } from "node:events";
import { startEngine, whyNoEngine } from "../test/lab/docker/engine.ts";

const why = whyNoEngine();
if (why !== undefined) {
  console.error(`error: no Docker engine can be started here: ${why}`);
  process.exitCode = 1;
} else {
  const engine = await startEngine();
  console.log(`export DOCKER_HOST=${engine.host}\n(Ctrl-C ends it)`);
  const waiting = setInterval(() => {}, 60_000);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  clearInterval(waiting);
  await engine.stop();
}
