import { describe, expect, test } from "vitest";
import { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { nodeSnapshot } from "../../../src/target/kubernetes/node-snapshot.ts";
import { usableNode } from "../../../src/target/kubernetes/usable-node.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { startNamespace } from "../../lab/kubernetes/pods.ts";
import { serviceAccountKubeconfig } from "../../lab/kubernetes/users.ts";
import { contextOf, plain, variantNamed } from "../../tools/recording.ts";

const { cluster } = lab;

async function lookAt(kubeconfig: string, name: string) {
  const asked = Cluster.open({ kubeconfig });
  const node = await usableNode(asked, name);
  const before = asked.requests;
  const snapshot = await nodeSnapshot(asked, name, node);
  const output = { stdout: Buffer.from(JSON.stringify(snapshot)), stderr: "", partial: false };
  const { facts, notes } = variantNamed("node", "api").parse(output, contextOf());
  return { requests: asked.requests - before, facts: plain(facts), notes };
}

describe.skipIf(lab.why !== undefined)(`what a cluster tells of a node ${needsKubernetes}`, () => {
  const [name = ""] = cluster.nodes;

  test("its conditions, its kubelet and runtime, and its events", async () => {
    const { facts, notes, requests } = await lookAt(cluster.kubeconfig, name);
    expect({ notes, requests }).toEqual({ notes: [], requests: 1 });
    expect(facts).toMatchObject({ troubles: 0, cordoned: false, kubelet: expect.stringMatching(/^v1\./) });
    expect(facts["runtime"]).toMatch(/^\w+:\/\/\d/);
    expect(facts["conditions"]).toContainEqual(expect.arrayContaining(["Ready", "True", false]));
  });

  test("who may read nothing of it is told what rights would tell more", async () => {
    await using place = await startNamespace(cluster, "node-few");
    using user = await serviceAccountKubeconfig(cluster, { namespace: place.name, name: "default" });
    const { facts, notes } = await lookAt(user.path, name);
    expect(facts).toEqual({});
    expect(notes.toSorted()).toEqual([
      "events of the node: not permitted: add list events in namespace default",
      "node: not permitted: add get nodes",
    ]);
  });
});
