import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { randomFrom } from "../../random.ts";
import { ending, nothingLeft, objectsIn, startPlace, startRun, startWords, writePlaybook } from "./interrupted-run.ts";

const { nodes } = lab.cluster;
const [node = ""] = nodes;

describe.skipIf(lab.why !== undefined)(`kill -9 ${needsKubernetes}`, () => {
  test("at ten moments: nothing is left after the deadline, and what was collected can be fetched", async () => {
    const seed = Number(process.env.DIAG_TEST_SEED ?? Date.now() % 1_000_000);
    console.log(`kill -9 at moments of seed ${seed} (DIAG_TEST_SEED)`);
    const random = randomFrom(seed);
    const seconds = 5;
    const keepSeconds = 20;
    await using place = await startPlace("kill-9");
    const { namespace, folder } = place;
    const words = ["--keep", `${keepSeconds}s`];
    const killOne = async (at: number) => {
      const run = startRun(
        writePlaybook(folder, seconds),
        ["--node", nodes[at % nodes.length] ?? node, ...words],
        namespace,
      );
      // From the first request to the end of a run that nobody disturbs.
      await sleep(500 + random() * 11_000);
      run.child.kill("SIGKILL");
      const { stderr } = await run.end();
      return stderr;
    };
    for (const batch of [0, 5]) await Promise.all([0, 1, 2, 3, 4].map((one) => killOne(batch + one)));
    const started = (await objectsIn(namespace)).split("\n").filter((name) => name.startsWith("job"));
    const [first = ""] = started.slice(-1).map((name) => name.replace(/^job\S*\/diag-/, ""));
    if (first !== "") {
      const fetches = [1, 2].map((one) =>
        startWords(["fetch", first, "--leave", "--out", `${folder}/fetched-${one}`], namespace),
      );
      for (const [at, fetched] of fetches.entries()) {
        const { exitCode, stderr } = await fetched.end();
        expect({ exitCode, ...ending(`${folder}/fetched-${at + 1}`) }, stderr).toMatchObject({
          exitCode: 0,
          state: "complete",
          steps: { first: "ok", window: "ok" },
        });
      }
    }
    // The window, the time a bundle waits, and the Job's own 30 s; the rest is this machine's.
    expect(await nothingLeft(namespace, seconds + keepSeconds + 30 + 45)).toEqual([]);
  });
});
