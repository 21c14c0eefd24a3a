import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lab, needsFaults, needsKubernetes, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { type StartedNamespace, startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { eventually, nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, refusal, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;
const { kubectl } = cluster;
const node = cluster.nodes.at(-1) ?? "";
const testWithFaults = whyNoFaults === undefined ? test.concurrent : test.skip;

describe.skipIf(lab.why !== undefined)(`a node in a bad state ${needsKubernetes}`, () => {
  let place: Awaited<ReturnType<typeof startPlace>>;
  let shop: StartedNamespace;
  beforeAll(async () => {
    [place, shop] = await Promise.all([startPlace("nodes"), startNamespace(cluster, "shop")]);
  });
  afterAll(async () => {
    await Promise.all([place, shop].map((one) => one?.[Symbol.asyncDispose]()));
  });

  const run = (...words: string[]) => runDiag(["run", tinyPlaybook(place), ...words], place);

  test("cordoned and tainted: the tools run there all the same", async () => {
    const taint = "diag.test/trouble";
    await kubectl("cordon", node);
    await kubectl("taint", "node", node, `${taint}=yes:NoSchedule`, `${taint}=yes:NoExecute`);
    try {
      const ran = await run("--node", node);
      expect(ran, ran.stderr).toMatchObject(answered);
    } finally {
      await kubectl("taint", "node", node, `${taint}-`);
      await kubectl("uncordon", node);
    }
    expect(await nothingLeft(place.namespace)).toEqual([]);
  });

  testWithFaults(`without its kubelet ${needsFaults}`, async () => {
    const faults = cluster.faults;
    await using pod = await startPod(cluster, "checkout", { namespace: shop.name, command: ["sleep", "600"], node });
    await faults?.stopKubelet(node);
    try {
      // Nobody knows of it yet: the tool pod is made, and nobody takes it up.
      const unaware = run("--node", node);
      const ready = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
      await eventually(
        "the node is not ready",
        async () => (await kubectl("get", "node", node, "--output", ready)) !== "True",
      );
      const [code, hint] = [
        `node-not-ready: Node ${node} is not ready: Kubelet stopped posting node status.`,
        "Nothing can be started there until its kubelet answers; log in to the node and run diag with --in local.",
      ] as const;
      expect(await run("--node", node)).toMatchObject(refusal(code, hint));
      expect(await run(pod.name, "--namespace", shop.name)).toMatchObject(refusal(code, hint));
      const { error, ...ran } = await unaware;
      expect(ran, error).toMatchObject({ exitCode: 5, stdout: "", leaked: [] });
      expect(error).toBe(`error ${code}\n  ${hint}\n`);
    } finally {
      await faults?.startKubelet(node);
    }
    await kubectl("wait", "--for=condition=Ready", `node/${node}`, "--timeout=30s");
    expect(await nothingLeft(place.namespace, 60)).toEqual([]);
  });

  test.concurrent("without room", async () => {
    await using place = await startPlace("no-room");
    const name = `full-${randomUUID().slice(0, 8)}`;
    const status = {
      capacity: { cpu: "10m", memory: "1Gi", pods: "10" },
      conditions: [{ type: "Ready", status: "True" }],
    };
    await cluster.apply({ apiVersion: "v1", kind: "Node", metadata: { name } });
    try {
      const patch = JSON.stringify({ status: { ...status, allocatable: status.capacity } });
      await kubectl("patch", "node", name, "--subresource=status", "--type=merge", `--patch=${patch}`);
      const { error, ...ran } = await runDiag(["run", tinyPlaybook(place), "--node", name], place);
      expect(ran, error).toMatchObject({ exitCode: 5, stdout: "", leaked: [] });
      expect(error).toMatch(
        /error pod-not-started: Tool pod diag-[0-9a-f-]+ did not start: no room yet: 0\/\d+ nodes are available: .*1 Insufficient cpu.*\n {2}The tool pod tolerates every taint, so that the node lacks room: free CPU or memory there\.\n$/,
      );
      expect(ran.seconds).toBeLessThan(90);
      expect(await nothingLeft(place.namespace)).toEqual([]);
    } finally {
      await kubectl("delete", "node", name, "--ignore-not-found");
    }
  });
});
