import { expect, test } from "vitest";
import { accessLines } from "../../src/cli/access-lines.ts";
import type { TargetSpec } from "../../src/documents/plan.generated.ts";

const pod = { namespace: "shop", name: "checkout-1", uid: "u", node: "worker-3", container: "app" };
const linesOf = (target: TargetSpec) => accessLines({ target }, "tools").filter((line) => !line.startsWith("      "));

test("a run of a pod takes rights where the pod is and where the tool pod is", () => {
  const target: TargetSpec = { kind: "container", id: "0123456789ab", pod };
  expect(accessLines({ target }, "tools").slice(0, 2)).toEqual([
    "  get pods in namespace shop",
    "      to find the pod, its container and its node",
  ]);
  expect(linesOf(target)).toEqual([
    "  get pods in namespace shop",
    "  create, delete jobs.batch in namespace tools",
    "  watch pods in namespace tools",
    "  get pods/log in namespace tools",
    "  get, create pods/exec in namespace tools",
    "  create, delete pods in namespace tools",
    "  get, list pods in namespace tools",
    "  get, list jobs.batch in namespace tools",
    "  list, watch events in namespace tools",
    "  get, list nodes",
  ]);
});

test("what the cluster tells of the pod takes more", () => {
  const target: TargetSpec = { kind: "container", id: "0123456789ab", pod: { ...pod, snapshot: {} } };
  expect(linesOf(target).slice(10)).toEqual([
    "  list pods in namespace shop",
    "  get deployments.apps, statefulsets.apps, daemonsets.apps, replicasets.apps in namespace shop",
    "  get jobs.batch in namespace shop",
    "  get services, replicationcontrollers in namespace shop",
    "  list events in namespace shop",
    "  list horizontalpodautoscalers.autoscaling in namespace shop",
    "  list events in namespace default",
    "  list pods in all namespaces",
  ]);
});

test("what the cluster tells of a node takes its events", () => {
  const plain = linesOf({ kind: "host", node: "worker-3" });
  expect(linesOf({ kind: "host", node: "worker-3", snapshot: {} })).toEqual([
    ...plain,
    "  list events in namespace default",
  ]);
});

test("a run of a node takes none where pods are", () => {
  expect(linesOf({ kind: "host", node: "worker-3" }).some((line) => line.includes("shop"))).toBe(false);
});
