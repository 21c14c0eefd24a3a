import { describe, expect, test } from "vitest";
import type { ContainerTarget } from "../../../src/documents/plan.generated.ts";
import { type JobRequest, lifetimeSeconds, toolJob } from "../../../src/site/kubernetes/job.ts";
import { packText, unpackText } from "../../../src/site/kubernetes/packed.ts";
import { labelValue } from "../../../src/site/kubernetes/run-labels.ts";
import { planned } from "../../plan/planned.ts";

const target: ContainerTarget = {
  kind: "container",
  id: "a".repeat(64),
  pod: { namespace: "shop", name: "checkout", uid: "u", node: "worker-3", container: "app" },
};

function job(steps: string, more: Partial<JobRequest> = {}) {
  const plan = { ...planned(steps), target };
  const request: JobRequest = {
    plan,
    run: "3f2a9c41-d0e7-4b63-9a39-9d2b3c6a1f00",
    namespace: "diag",
    node: "worker-3",
    image: "registry.example/diag-toolbox:1",
    leastPrivilege: false,
    pullSecrets: [],
    packed: { plan: packText(JSON.stringify(plan)), playbook: packText("kind: Playbook") },
    delivery: "exec",
    keepSeconds: 600,
    startedBy: "ann@laptop",
    target: "shop/checkout app",
    now: Date.parse("2026-11-23T12:00:00Z"),
    ...more,
  };
  const made = toolJob(request);
  const pod = made.spec?.template.spec;
  const container = pod?.containers[0];
  if (pod === undefined || container === undefined) throw new Error("no pod");
  return { request, made, pod, container };
}

describe("the Job of a run", () => {
  test("is pinned to the target's node by affinity, passes the scheduler, and tolerates every taint", () => {
    const { pod } = job("- { id: a, tool: mpstat }");
    expect(pod.nodeName).toBeUndefined();
    expect(pod.tolerations).toEqual([{ operator: "Exists" }]);
    expect(pod.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([
      { matchFields: [{ key: "metadata.name", operator: "In", values: ["worker-3"] }] },
    ]);
  });

  test("ends by itself: the Job and the pod each have the deadline, nothing is tried again, and all of it goes after", () => {
    const { made, pod, request } = job("- { id: a, tool: mpstat }");
    const seconds = lifetimeSeconds(request);
    expect(made.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: seconds, ttlSecondsAfterFinished: 30 });
    expect(pod).toMatchObject({ activeDeadlineSeconds: seconds, restartPolicy: "Never" });
    expect(Date.parse(made.metadata?.annotations?.["diag.dev/expires"] ?? "")).toBe(
      request.now + (seconds + 30) * 1000,
    );
  });

  test("mounts what the steps need, read-only, and makes no folder on the node", () => {
    const { pod, container } = job("- { id: cpu, tool: profile }");
    expect(container.volumeMounts).toContainEqual({ name: "lib-modules", mountPath: "/lib/modules", readOnly: true });
    expect(pod.volumes).toContainEqual({ name: "lib-modules", hostPath: { path: "/lib/modules", type: "Directory" } });
    const looks = job("- { id: a, tool: mpstat }");
    expect(looks.pod.volumes?.map(({ name }) => name)).toEqual(["scratch"]);
  });

  test("an image with headers of its own keeps them", () => {
    const { pod } = job("- { id: cpu, tool: profile }", { image: "registry.example/diag-toolbox-headers:1" });
    expect(pod.volumes?.map(({ name }) => name)).not.toContain("lib-modules");
  });

  test("with --least-privilege it gets the capabilities of the steps and no more", () => {
    const { container } = job("- { id: a, tool: mpstat }", { leastPrivilege: true });
    expect(container.securityContext).toMatchObject({
      privileged: false,
      capabilities: { drop: ["ALL"], add: ["SYS_PTRACE", "DAC_READ_SEARCH"] },
    });
    expect(job("- { id: a, tool: mpstat }").container.securityContext?.privileged).toBe(true);
  });

  test("gets no token, no service links, and the host's network only for commands that look at it", () => {
    const { pod } = job("- { id: a, run: [ss], in: target-netns, parse: { as: table } }");
    expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false, hostPID: true });
    expect(pod.hostNetwork).toBeUndefined();
    expect(job("- { id: a, run: [ss], parse: { as: table } }").pod.hostNetwork).toBe(true);
  });

  test("is limited by the budget", () => {
    expect(job("- { id: a, tool: mpstat }").container.resources?.limits).toEqual({
      cpu: "2000m",
      memory: `${1536 * 1024 ** 2}`,
    });
  });

  test("carries the plan and the playbook for whoever fetches the bundle", () => {
    const { request, container } = job("- { id: a, tool: mpstat }");
    const packed = container.env?.find(({ name }) => name === "DIAG_PLAN")?.value ?? "";
    expect(JSON.parse(unpackText(packed))).toEqual(request.plan);
  });

  test("prints its bundle only where exec is not to be used", () => {
    expect(job("- { id: a, tool: mpstat }").container.args?.join(" ")).not.toContain("bundle-part");
    expect(job("- { id: a, tool: mpstat }", { delivery: "log" }).container.args?.join(" ")).toContain("bundle-part");
  });
});

test("what is no packed text is refused, and a small one does not become a huge one", () => {
  expect(() => unpackText("nothing")).toThrow();
  expect(() => unpackText(packText("a".repeat(17 * 1024 ** 2)))).toThrow();
});

test("any text becomes a label's value that the API server takes", () => {
  expect(labelValue("memory-leak")).toBe("memory-leak");
  expect(labelValue("-- über/alles! --")).toBe("ber-alles");
  expect(labelValue("x".repeat(100))).toHaveLength(63);
});
