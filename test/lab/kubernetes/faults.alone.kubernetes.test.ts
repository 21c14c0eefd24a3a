import { describe, expect, test } from "vitest";
import { lab, needsFaults, whyNoFaults } from "./lab.ts";
import { startNamespace, startPod } from "./pods.ts";

const { cluster } = lab;
const { nodes, kubectl } = cluster;

describe.skipIf(whyNoFaults !== undefined)(`faults of the lab's cluster ${needsFaults}`, () => {
  const faults = cluster.faults as NonNullable<typeof cluster.faults>;

  test("the API server goes away and comes back with its data; pods go on", async () => {
    await using namespace = await startNamespace(cluster, "lab-api");
    const options = { namespace: namespace.name, command: ["sleep", "60"] };
    await using pod = await startPod(cluster, "lasting", options);
    await faults.stopApiServer();
    try {
      await expect(kubectl("get", "nodes")).rejects.toThrow("was refused");
    } finally {
      await faults.startApiServer();
    }
    const phase = await kubectl(
      "get",
      "pod",
      pod.name,
      "--namespace",
      namespace.name,
      "--output=jsonpath={.status.phase}",
    );
    expect(phase).toBe("Running");
  });

  test("a node is NotReady half a minute after its kubelet stopped, and Ready again with it", async () => {
    const [, node = ""] = nodes;
    const wait = (status: string) =>
      kubectl("wait", `--for=condition=Ready=${status}`, `node/${node}`, "--timeout=60s");
    await faults.stopKubelet(node);
    try {
      await wait("Unknown");
    } finally {
      await faults.startKubelet(node);
    }
    await wait("True");
    await faults.restartKubelet(node);
    await wait("True");
  });
});
