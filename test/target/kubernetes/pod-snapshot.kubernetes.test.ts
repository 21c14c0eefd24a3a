import { afterEach, describe, expect, test, vi } from "vitest";
import { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { podSnapshot } from "../../../src/target/kubernetes/pod-snapshot.ts";
import { getPod } from "../../../src/target/kubernetes/pods.ts";
import { usableNode } from "../../../src/target/kubernetes/usable-node.ts";
import { podTool } from "../../../src/tools/pod/pod.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { serviceAccountKubeconfig } from "../../lab/kubernetes/users.ts";
import { plain } from "../../tools/recording.ts";

const { cluster } = lab;
const variant = podTool.variants[0] as (typeof podTool.variants)[0];

async function snapshotOf(kubeconfig: string, namespace: string, name: string) {
  const asked = Cluster.open({ kubeconfig });
  const pod = await getPod(asked, namespace, name);
  const node = await usableNode(asked, pod.spec?.nodeName ?? "");
  const before = asked.requests;
  const snapshot = await podSnapshot(asked, pod, node, "main");
  const stdout = Buffer.from(JSON.stringify(snapshot));
  const context = { args: {}, cpus: 1, pids: [], elapsedMs: 0 };
  const { facts, notes } = variant.parse({ stdout, stderr: "", partial: false }, context);
  return { requests: asked.requests - before, snapshot, facts: plain(facts), notes };
}

afterEach(() => {
  vi.useRealTimers();
});

describe.skipIf(lab.why !== undefined)(`what a cluster tells of a pod ${needsKubernetes}`, () => {
  test("a pod that is OOM-killed: limits, the last end, its workload, autoscaler, events and neighbours", async () => {
    await using shop = await startNamespace(cluster, "facts");
    const [node = ""] = cluster.nodes;
    const secret = { name: "PASSWORD", value: "hunter2" };
    const oom = { namespace: shop.name, command: ["/srv/oom", "60"], memoryLimit: "32Mi", node, replicas: 1 } as const;
    await using pod = await startPod(cluster, "checkout", oom);
    await using _neighbour = await startPod(cluster, "other", { namespace: shop.name, command: ["sleep", "60"], node });
    await cluster.kubectl("set", "env", "deployment/checkout", "UNUSED-", "--namespace", shop.name);
    await cluster.apply({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "scaler", namespace: shop.name, annotations: { note: secret.value } },
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "checkout" } },
    });
    const look = () => snapshotOf(cluster.kubeconfig, shop.name, pod.name);
    await expect.poll(async () => (await look()).facts["oomKilled"], { timeout: 60_000 }).toBe(true);

    // The caller's clock is ten minutes late: times go by the server's.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 600_000 });
    const { facts, requests, snapshot, notes } = await look();
    expect(requests).toBeLessThanOrEqual(5);
    expect(notes).toEqual([]);
    expect(facts).toMatchObject({
      qosClass: "Burstable",
      memoryLimit: 32 * 2 ** 20,
      memoryRequest: 16 * 2 ** 20,
      cpuRequest: 1,
      oomKilled: true,
      lastTerminationReason: "OOMKilled",
      lastTerminationExitCode: 137,
      nodeUnderMemoryPressure: false,
      workload: "Deployment/checkout",
      autoscaler: "scaler",
      autoscalerMinimum: 1,
      autoscalerMaximum: 3,
    });
    expect(facts["sinceLastTermination"]).toBeLessThan(90);
    expect((facts["events"] as unknown[][]).map(([, reason]) => reason)).toContain("Started");
    const neighbours = (facts["neighbours"] as unknown[][]).map(([namespace, name]) => `${namespace}/${name}`);
    expect(neighbours).toContain(`${shop.name}/other`);
    expect(neighbours).not.toContain(`${shop.name}/${pod.name}`);
    expect(JSON.stringify(snapshot)).not.toMatch(/hunter2|\/srv\/oom|managedFields|kubectl/);
  });

  test("who may see the pod alone is told what rights would tell more", async () => {
    await using shop = await startNamespace(cluster, "facts-few");
    const { name } = shop;
    await using pod = await startPod(cluster, "checkout", { namespace: name, command: ["sleep", "60"], replicas: 1 });
    await cluster.kubectl("create", "role", "look", "--verb=get", "--resource=pods", "--namespace", name);
    const account = ["--role=look", `--serviceaccount=${name}:default`, "--namespace", name];
    await cluster.kubectl("create", "rolebinding", "look", ...account);
    using user = await serviceAccountKubeconfig(cluster, { namespace: name, name: "default" });
    const { facts, notes } = await snapshotOf(user.path, name, pod.name);
    expect(facts).toMatchObject({ phase: "Running", restarts: 0, oomKilled: false, memoryRequest: 16 * 2 ** 20 });
    for (const absent of ["events", "warnings", "neighbours", "nodeConditions", "autoscaler"])
      expect(facts).not.toHaveProperty(absent);
    expect(notes.toSorted()).toEqual([
      `autoscaler: not permitted: add list horizontalpodautoscalers in namespace ${name}`,
      "events of the node: not permitted: add list events in namespace default",
      `events: not permitted: add list events in namespace ${name}`,
      "neighbours: not permitted: add list pods in all namespaces",
      "node: not permitted: add get nodes",
      `workload: not permitted: add get replicasets in namespace ${name}`,
    ]);
  });
});
