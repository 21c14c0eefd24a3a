import { describe, expect, test } from "vitest";
import type { Check } from "../../src/site/kubernetes/doctor/check.ts";
import { lab, needsKubernetes } from "../lab/kubernetes/lab.ts";
import { startNamespace } from "../lab/kubernetes/pods.ts";
import { serviceAccountKubeconfig } from "../lab/kubernetes/users.ts";
import { diag } from "./diag.ts";

const { cluster } = lab;

async function doctor(toolNamespace: string, ...words: string[]) {
  const place = ["--tool-namespace", toolNamespace, "--namespace", "default"];
  const { exitCode, stdout, stderr } = await diag(["doctor", "--cluster", "--json", ...place, ...words], {
    env: lab.env,
  });
  if (stdout === "") return { exitCode, stderr, checks: [] };
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return { exitCode, stderr, checks };
}

const about = (checks: readonly Check[], topic: string) => checks.filter((one) => one.topic === topic);

describe.skipIf(lab.why !== undefined)(`diag doctor --cluster ${needsKubernetes}`, () => {
  test("tells an administrator that runs can start, where, and on which nodes", async () => {
    await using tools = await startNamespace(cluster, "doctor", { "pod-security.kubernetes.io/enforce": "privileged" });
    const { exitCode, checks } = await doctor(tools.name);
    expect(exitCode).toBe(0);
    expect(checks.filter(({ topic, state }) => topic !== "nodes" && state !== "ok")).toEqual([]);
    expect(about(checks, "namespace")[0]?.text).toBe(`${tools.name}: Pod Security is privileged`);
    expect(about(checks, "tool pod")[0]?.text).toBe("one with every tool, privileged, would be let in");
    // Other tests may have nodes of their own there, that cannot be used.
    const usable = about(checks, "nodes").filter(({ state }) => state === "ok");
    expect(usable.map(({ text }) => text.split(":")[0])).toEqual(cluster.nodes);
    expect(about(checks, "image")[0]?.text).toBe(
      `${lab.toolbox} is on ${cluster.nodes.length} of ${cluster.nodes.length} nodes`,
    );
    const text = await diag(["doctor", "--cluster", "--tool-namespace", tools.name], { env: lab.env });
    expect(text.stdout).toMatch(/\n\nRuns can start\.\n$/);
    expect(await cluster.kubectl("get", "pods,jobs", "--namespace", tools.name, "--output", "name")).toBe("");
  });

  test("tells a user without rights which are missing, and the command that grants them", async () => {
    await using tools = await startNamespace(cluster, "doctor-nobody");
    using nobody = await serviceAccountKubeconfig(cluster, { namespace: tools.name, name: "default" });
    const { exitCode, checks } = await doctor(tools.name, "--kubeconfig", nobody.path);
    expect(exitCode).toBe(5);
    const rights = about(checks, "rights");
    expect(rights.map(({ state }) => state)).not.toContain("ok");
    expect(rights[0]).toEqual({
      topic: "rights",
      state: "no",
      text: "get pods in namespace default: not get pods; needed to find the pod, its container and its node",
    });
    expect(rights.at(-1)?.mend).toBe(
      `have an administrator run: diag setup kubernetes --namespace ${tools.name} --service-account ${tools.name}:default --apply`,
    );
    expect(about(checks, "you")[0]?.text).toContain(`system:serviceaccount:${tools.name}:default`);
    expect(about(checks, "nodes")).toEqual([{ topic: "nodes", state: "unknown", text: "nodes are not yours to see" }]);
  });

  test("tells what a namespace has against the tool pod: its level, its quota, or that it is not there", async () => {
    await using strict = await startNamespace(cluster, "doctor-strict", {
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    const restricted = await doctor(strict.name);
    expect(restricted.exitCode).toBe(5);
    expect(about(restricted.checks, "namespace")[0]?.text).toBe(`${strict.name}: Pod Security is restricted`);
    const [pod] = about(restricted.checks, "tool pod");
    expect(pod).toMatchObject({
      state: "no",
      text: expect.stringContaining("Pod Security (restricted:latest) of the tool namespace forbids the tool pod"),
      mend: expect.stringContaining("diag setup kubernetes"),
    });

    await using full = await startNamespace(cluster, "doctor-full");
    await cluster.apply({
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "none", namespace: full.name },
      spec: { hard: { pods: "0" } },
    });
    await expect
      .poll(async () => about((await doctor(full.name)).checks, "tool pod")[0]?.text, { timeout: 20_000 })
      .toMatch(/^A quota of the tool namespace has no room for the tool pod/);
    expect(about((await doctor(full.name)).checks, "quota")).toEqual([
      { topic: "quota", state: "ok", text: "none: pods 0 of 0" },
    ]);

    const absent = await doctor("no-such-place");
    expect(absent.exitCode).toBe(5);
    expect(about(absent.checks, "namespace")[0]).toMatchObject({
      text: "no-such-place is not there, and tool pods run in it",
      mend: "diag setup kubernetes --namespace no-such-place --apply, or --tool-namespace NAME",
    });
  });

  test("a cluster that does not know the user is an error", async () => {
    using nobody = await serviceAccountKubeconfig(cluster, { namespace: "default", name: "default" });
    const { exitCode, stderr } = await doctor("diag", "--kubeconfig", nobody.path, "--context", "no-such-context");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("error kubeconfig") });
  });
});
