import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lab, needsFaults, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { ending, inWindow, nothingLeft, startPlace, startRun, writePlaybook } from "./interrupted-run.ts";

const { cluster } = lab;
const { nodes, faults } = cluster;
const [node = ""] = nodes;

const complete = { exitCode: 0, state: "complete", steps: { first: "ok", window: "ok" }, left: [] } as const;

describe.skipIf(whyNoFaults !== undefined)(`parts of the cluster stop in the middle of runs ${needsFaults}`, () => {
  test("the API server for 20 s: at the start, in the window, and while the bundle is fetched", async () => {
    await using place = await startPlace("no-api");
    const { namespace, folder } = place;
    const long = writePlaybook(folder, 25);
    const window = startRun(long, ["--node", node], namespace);
    await window.until(inWindow);
    // Ends while there is no API server, and is fetched when there is one.
    const short = startRun(writePlaybook(folder, 6), ["--node", nodes[1] ?? node], namespace);
    await short.until(inWindow);
    const start = startRun(writePlaybook(folder, 4), ["--node", node], namespace);
    await start.until("asking the cluster");
    await faults?.stopApiServer();
    await sleep(20_000);
    await faults?.startApiServer();
    const runs = await Promise.all(
      [window, short, start].map(async (run) => ({ ...(await run.end()), ...ending(run.out) })),
    );
    const left = await nothingLeft(namespace, 60);
    for (const run of runs) expect({ ...run, left }, run.stderr).toMatchObject(complete);
  });

  test("the node's kubelet is restarted in the window", async () => {
    await using place = await startPlace("no-kubelet");
    const run = startRun(writePlaybook(place.folder, 12), ["--node", node], place.namespace);
    await run.until(inWindow);
    await faults?.restartKubelet(node);
    const { exitCode, stderr } = await run.end();
    const left = await nothingLeft(place.namespace, 60);
    expect({ exitCode, left, ...ending(run.out) }, stderr).toMatchObject(complete);
  });
});
