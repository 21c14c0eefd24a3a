import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkNodes } from "../../../src/site/kubernetes/doctor/check-nodes.ts";
import { checkServer } from "../../../src/site/kubernetes/doctor/check-server.ts";
import { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";

const { cluster } = lab;

/** A node that nobody has ever started, as far as the API goes. */
async function pretendNode(name: string, labels: object, spec: object = {}): Promise<AsyncDisposable> {
  await cluster.apply({ apiVersion: "v1", kind: "Node", metadata: { name, labels }, spec });
  return {
    async [Symbol.asyncDispose]() {
      await cluster.kubectl("delete", "node", name, "--ignore-not-found", "--wait=false");
    },
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe.skipIf(lab.why !== undefined)(`what the doctor looks at in a cluster ${needsKubernetes}`, () => {
  test("a clock that is wrong is told of, and by how much", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 600_000 });
    const { checks } = await checkServer(Cluster.open({ kubeconfig: cluster.kubeconfig }));
    const [clock] = checks.filter(({ topic }) => topic === "clock");
    expect(clock?.state).toBe("less");
    expect(clock?.text).toMatch(/^yours is (599|600|601) s behind the cluster's; diag goes by the cluster's$/);
    vi.useRealTimers();
    const right = await checkServer(Cluster.open({ kubeconfig: cluster.kubeconfig }));
    expect(right.checks.map(({ topic }) => topic)).toEqual(["server", "you"]);
  });

  test("a node that is cordoned and tainted is no obstacle; one of Windows or without a kernel is", async () => {
    const id = randomUUID().slice(0, 8);
    const taint = { key: "dedicated", value: "db", effect: "NoSchedule" };
    await using _full = await pretendNode(`full-${id}`, {}, { unschedulable: true, taints: [taint] });
    await using _windows = await pretendNode(`windows-${id}`, { "kubernetes.io/os": "windows" });
    await using _virtual = await pretendNode(`virtual-${id}`, { type: "virtual-kubelet" });
    const asked = Cluster.open({ kubeconfig: cluster.kubeconfig });
    const { checks, usable } = await checkNodes(asked, { image: "no.such/image:1", pullSecrets: ["registry"] });
    const about = (name: string) => checks.find(({ text }) => text.includes(`${name}-${id}`));
    expect(about("full")).toMatchObject({
      state: "ok",
      text: expect.stringMatching(/; cordoned and tainted .*dedicated=db:NoSchedule.*, which tool pods tolerate$/),
    });
    expect(about("windows")).toMatchObject({
      state: "less",
      text: `Node windows-${id} runs windows; diag's tools are for Linux kernels`,
    });
    expect(about("virtual")).toMatchObject({ state: "less", text: expect.stringContaining("is virtual") });
    expect(usable).toEqual(expect.arrayContaining([...cluster.nodes]));
    expect(usable).not.toContain(`windows-${id}`);
    expect(checks.at(-1)).toMatchObject({
      topic: "image",
      text: `no.such/image:1 is on 0 of ${usable.length} nodes: the others pull it when it is needed, with registry`,
    });
  });
});
