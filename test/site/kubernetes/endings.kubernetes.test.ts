import { describe, expect, test } from "vitest";
import { lab, needsFaults, needsKubernetes, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { type PodOptions, startPod } from "../../lab/kubernetes/pods.ts";
import {
  ending,
  errorIn,
  evict,
  inWindow,
  killInPods,
  nothingLeft,
  objectsIn,
  startPlace,
  startRun,
  toolPodIn,
  writePlaybook,
} from "./interrupted-run.ts";

const { cluster } = lab;
const { kubectl, nodes } = cluster;

/** Runs on a pod, does something to it in the middle of the window, and waits for what diag makes of it. */
async function endInTheMiddle(options: Partial<PodOptions>, end: (pod: string, namespace: string) => Promise<unknown>) {
  await using place = await startPlace("ending");
  const name = place.namespace;
  const command = ["sleep", "600"];
  await using pod = await startPod(cluster, "app", { command, ...options, namespace: name });
  const file = writePlaybook(place.folder, 30);
  const run = startRun(file, ["--pod", pod.name, "--namespace", name], name);
  await run.until(inWindow);
  await end(pod.name, name);
  const { exitCode, stdout, stderr } = await run.end();
  const left = await nothingLeft(name);
  return { exitCode, stdout, stderr, left, pod: pod.name, namespace: name, ...ending(run.out) };
}

const early = {
  exitCode: 4,
  state: "stopped",
  steps: { first: "ok", window: "partial" },
  left: [],
} as const;

describe.skipIf(lab.why !== undefined)(`a target that ends in the middle of its run ${needsKubernetes}`, () => {
  test.concurrent("its pod is deleted", async () => {
    const { namespace, ...run } = await endInTheMiddle({}, (pod, where) =>
      kubectl("delete", "pod", pod, "--namespace", where, "--wait=false"),
    );
    expect(run).toMatchObject({ ...early, reason: `the target ended: pod ${namespace}/app was deleted` });
    expect(run.stdout.replaceAll(/\s+/g, " ")).toContain(
      `The run stopped early: the target ended: pod ${namespace}/app was deleted.`,
    );
  });

  test.concurrent("its container ends and is started again", async () => {
    const run = await endInTheMiddle(
      { command: ["sh", "-c", "trap 'exit 7' TERM; sleep 600 & wait"], spec: { restartPolicy: "Always" } },
      // The shell that kills it goes with it.
      (pod, where) => kubectl("exec", pod, "--namespace", where, "--", "sh", "-c", "kill -TERM 1").catch(() => {}),
    );
    expect(run).toMatchObject(early);
    expect(run.reason).toMatch(
      /^the target ended: container main ended with exit code 7( and (restarted at \d{4}-\S+Z|waits to restart \(CrashLoopBackOff\)))?$/,
    );
  });

  test.concurrent("its container is OOM-killed", async () => {
    const run = await endInTheMiddle(
      {
        command: ["sh", "-c", "until [ -e /tmp/go ]; do sleep 0.1; done; exec /srv/oom 60"],
        memoryLimit: "64Mi",
        spec: { restartPolicy: "Always" },
      },
      (pod, where) => kubectl("exec", pod, "--namespace", where, "--", "touch", "/tmp/go"),
    );
    expect(run).toMatchObject(early);
    expect(run.reason).toMatch(
      /^the target ended: container main was OOM-killed with exit code 137( and (restarted at \d{4}-\S+Z|waits to restart \(CrashLoopBackOff\)))?$/,
    );
  });

  test.concurrent("its Deployment moves it to the other node", async () => {
    const [home = "", away = home] = nodes;
    const label = `diag.test/home-${process.pid}`;
    await kubectl("label", "node", home, `${label}=yes`, "--overwrite");
    const nodeSelector = { [label]: "yes" };
    try {
      const run = await endInTheMiddle({ replicas: 1, spec: { nodeSelector } }, async (pod, where) => {
        await kubectl("label", "node", home, `${label}-`);
        await kubectl("label", "node", away, `${label}=yes`, "--overwrite");
        await kubectl("delete", "pod", pod, "--namespace", where, "--wait=false");
      });
      expect(run).toMatchObject(early);
      expect(run.reason).toMatch(
        new RegExp(
          `^the target ended: pod ${run.namespace}/${run.pod} was deleted; app-[a-z0-9]+-[a-z0-9]{5} took its place on node ${away}$`,
        ),
      );
    } finally {
      for (const node of nodes) await kubectl("label", "node", node, `${label}-`);
    }
  });
});

/** Runs on a node, and does something to its tool pod in the middle of the window. */
async function troubleTheTools(
  playbook: { readonly seconds: number; readonly steps?: readonly string[]; readonly budget?: string },
  trouble: (pod: string, namespace: string) => Promise<unknown>,
  words: readonly string[] = [],
) {
  await using place = await startPlace("tools");
  const { namespace } = place;
  const file = writePlaybook(place.folder, playbook.seconds, playbook.steps, playbook.budget);
  const run = startRun(file, ["--node", nodes[0] ?? "", ...words], namespace);
  await run.until(inWindow);
  const pod = await toolPodIn(namespace);
  await trouble(pod, namespace);
  const start = performance.now();
  const { exitCode, stdout, stderr } = await run.end();
  const seconds = (performance.now() - start) / 1000;
  return {
    exitCode,
    stdout,
    error: errorIn(stderr),
    pod,
    seconds,
    left: await nothingLeft(namespace),
    ...ending(run.out),
  };
}

describe.skipIf(lab.why !== undefined)(`tools that come to an end in the middle of a run ${needsKubernetes}`, () => {
  test.concurrent("their pod is evicted: what there is comes home, with the reason", async () => {
    const run = await troubleTheTools({ seconds: 30 }, async (pod, namespace) => {
      await evict(pod, namespace);
    });
    expect(run).toMatchObject({
      exitCode: 4,
      state: "stopped",
      steps: { first: "ok", window: "partial" },
      reason: `the tool pod ${run.pod} was evicted: Eviction API: evicting`,
      left: [],
    });
  });

  test.concurrent("their pod is deleted: what there is comes home, with the reason", async () => {
    const run = await troubleTheTools({ seconds: 30 }, (pod, namespace) =>
      kubectl("delete", "pod", pod, "--namespace", namespace, "--wait=false"),
    );
    expect(run).toMatchObject({
      exitCode: 4,
      state: "stopped",
      steps: { first: "ok", window: "partial" },
      reason: `the tool pod ${run.pod} was deleted while it worked`,
      left: [],
    });
  });

  test.skipIf(whyNoFaults !== undefined).concurrent(`their container is killed ${needsFaults}`, async () => {
    const run = await troubleTheTools({ seconds: 30 }, (_, namespace) => killInPods(/diag-supervisor/, namespace));
    // Its bundle is lost with it; what it had told is here.
    expect(run).toMatchObject({ exitCode: 4, state: "stopped", steps: { first: "ok" }, left: [] });
    expect(run.reason).toMatch(
      new RegExp(`^the tool pod ${run.pod} ended with exit code 137 \\(Error\\)(; its last words: .*)?$`),
    );
    expect(run.seconds).toBeLessThan(15);
  });

  test.skipIf(whyNoFaults !== undefined).concurrent(`their pod is gone at once ${needsFaults}`, async () => {
    const run = await troubleTheTools({ seconds: 30 }, async (pod, namespace) => {
      const now = ["--grace-period=0", "--force", "--wait=false"];
      await kubectl("delete", "pod", pod, "--namespace", namespace, ...now);
      await killInPods(/diag-supervisor/, namespace);
    });
    expect(run.left).toEqual([]);
    expect(run.seconds).toBeLessThan(15);
    expect(run).toMatchObject({ exitCode: 4, state: "stopped", steps: { first: "ok" } });
    expect(run.reason).toContain(`the tool pod ${run.pod} was deleted while it worked`);
  });

  test.skipIf(whyNoFaults !== undefined).concurrent(`their runner is killed ${needsFaults}`, async () => {
    const run = await troubleTheTools({ seconds: 30 }, (_, namespace) =>
      killInPods(/^(?!.*diag-supervisor).* runner --plan-env/s, namespace),
    );
    expect(run).toMatchObject({
      exitCode: 4,
      state: "stopped",
      steps: { first: "ok" },
      reason: "the runner did not come to its end: it was killed: its deadline, or the memory limit of its container",
      left: [],
    });
  });
});

/** Presses Ctrl-C so often, the first time when diag says `when`. */
async function pressCtrlC(when: string | RegExp, times: number, words: readonly string[] = []) {
  await using place = await startPlace("ctrl-c");
  const { namespace } = place;
  const run = startRun(
    writePlaybook(place.folder, 10),
    ["--node", nodes[1] ?? "", "--keep", "5s", ...words],
    namespace,
  );
  await run.until(when);
  const start = performance.now();
  run.child.kill("SIGINT");
  await run.until("stopping; what there is is kept");
  if (times > 1) run.child.kill("SIGINT");
  const { exitCode, stderr } = await run.end();
  const seconds = (performance.now() - start) / 1000;
  const atOnce = await objectsIn(namespace);
  return { exitCode, stderr, seconds, atOnce, left: await nothingLeft(namespace, 75), ...ending(run.out) };
}

describe.skipIf(lab.why !== undefined)(`Ctrl-C ${needsKubernetes}`, () => {
  test.concurrent.each(["exec", "log"])("once, delivery by %s: what there is comes home", async (delivery) => {
    const run = await pressCtrlC(inWindow, 1, ["--delivery", delivery]);
    expect(run).toMatchObject({
      exitCode: 130,
      state: "interrupted",
      reason: "interrupted by the user",
      steps: { first: "ok", window: "partial" },
      left: [],
    });
    expect(run.seconds).toBeLessThan(15);
  });

  test.concurrent.each(["exec", "log"])(
    "twice, delivery by %s: diag leaves at once with what it was told, the rest goes by itself",
    async (delivery) => {
      const run = await pressCtrlC(inWindow, 2, ["--delivery", delivery]);
      expect(run).toMatchObject({ exitCode: 130, left: [] });
      expect(run.seconds).toBeLessThan(3);
      expect(run).toMatchObject({ state: "running", steps: { first: "ok" } });
    },
  );

  test.concurrent("while the tool pod is starting: nothing was measured, nothing is left", async () => {
    const run = await pressCtrlC("asking the cluster", 1);
    expect(run).toMatchObject({ exitCode: 130, left: [] });
    expect(errorIn(run.stderr)).toBe("error interrupted: Interrupted before the tools started\n");
  });
});
