import { expect, test } from "vitest";
import type { TargetSpec } from "../../src/documents/plan.generated.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { needsSnapshot } from "../../src/plan/needs-snapshot.ts";
import { planValues } from "../../src/plan/plan-scope.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { toolNamed, tools } from "../../src/tools/registry.ts";
import { planned } from "./planned.ts";

const pod = { namespace: "shop", name: "checkout-1", uid: "u", node: "worker-3", container: "app" };
const inPod: TargetSpec = { kind: "container", id: "0123456789ab", pod };
const alone: TargetSpec = { kind: "container", id: "0123456789ab" };
const onNode: TargetSpec = { kind: "host", node: "worker-3" };

function playbookFor(targets: string, tool = "pod") {
  const text = Buffer.from(`apiVersion: diag/v1
kind: Playbook
metadata: { name: checked, version: 1.0.0, title: What is checked? }
spec:
  targets: [${targets}]
  steps: [{ id: one, tool: ${tool} }]
  checks: [{ id: never, title: Never, fail: 'has(target.pod) && target.pod == "shop/x"', message: Never. }]
`);
  const read = readPlaybook(text, "checked.yaml", tools);
  if (!read.ok) throw new AggregateError(read.errors);
  return { playbook: read.playbook, text };
}

function refusal(targets: string, target: TargetSpec) {
  const consent = { attach: false, force: false };
  try {
    makePlan({ ...playbookFor(targets), params: {}, target, consent, findTool: toolNamed });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ["container", inPod],
  ["pod", inPod],
  ["process, pod", inPod],
  ["container", alone],
  ["host", onNode],
  ["node", onNode],
  ["host", { kind: "host" } as const],
])("a playbook for %s takes %j", (targets, target) => expect(refusal(targets, target)).toBeUndefined());

test.each([
  ["process, host", inPod, "checked does not diagnose a pod"],
  ["pod", alone, "checked does not diagnose a container"],
  ["node", { kind: "host" } as const, "checked does not diagnose a host"],
  ["process", onNode, "checked does not diagnose a node"],
])("a playbook for %s refuses %j", (targets, target, message) => expect(refusal(targets, target)).toBe(message));

test("a cluster is asked where a step wants it", () => {
  expect(needsSnapshot(playbookFor("pod").playbook, toolNamed)).toBe(true);
  expect(needsSnapshot(playbookFor("process", "process").playbook, toolNamed)).toBe(false);
});

test("target.node is there for a node only", () => {
  const about = { kind: "host", label: "worker-3", host: "worker-3" } as const;
  const plan = planned("- { id: one, tool: vmstat, with: { duration: 5s } }");
  expect(planValues({ ...plan, target: onNode }, about, 4, {})["target"]).toMatchObject({ node: "worker-3" });
  expect(planValues({ ...plan, target: { kind: "host" } }, about, 4, {})["target"]).not.toHaveProperty("node");
});

test("target.pod is there for a pod only", () => {
  const target = { kind: "container", label: "shop/checkout-1 · app", host: "worker-3" } as const;
  const { uid: _, ...reference } = pod;
  const valuesOf = (description: Parameters<typeof planValues>[1]) =>
    planValues(planned("- { id: one, tool: process }"), description, 4, {})["target"];
  expect(valuesOf({ ...target, pod: reference })).toMatchObject({ pod: "shop/checkout-1" });
  expect(valuesOf(target)).not.toHaveProperty("pod");
});
