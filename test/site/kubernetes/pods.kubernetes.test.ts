import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diag, readFindings, readManifest, readReport } from "../../cli/diag.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { type StartedNamespace, startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const { cluster } = lab;
const image = "diag-targets:test";

describe.skipIf(lab.why !== undefined)(`diag on a real cluster ${needsKubernetes}`, () => {
  let tools: StartedNamespace;
  let shop: StartedNamespace;
  beforeAll(async () => {
    [tools, shop] = await Promise.all([startNamespace(cluster, "tools"), startNamespace(cluster, "shop")]);
  });
  afterAll(async () => {
    await Promise.all([tools, shop].map((one) => one[Symbol.asyncDispose]()));
  });

  const run = (words: readonly string[]) => diag(words, { env: { ...lab.env, DIAG_TOOL_NAMESPACE: tools.name } });
  /** Names of what diag has left in its namespace. */
  const left = async () => cluster.kubectl("get", "jobs,pods", "--namespace", tools.name, "--output", "name");
  const hot = (name: string, more: object = {}) =>
    startPod(cluster, name, { namespace: shop.name, image, command: ["/srv/hot", "120"], cpuLimit: "200m", ...more });

  test("cpu-hot --pod names the function, the limit, the pod and its node, and leaves nothing", async () => {
    const [node = ""] = cluster.nodes;
    await using pod = await hot("checkout", { node });
    const out = `${temporaryFolder()}/bundle`;
    const words = ["run", "cpu-hot", "--pod", pod.name, "--namespace", shop.name];
    const { exitCode, stdout, stderr } = await run([...words, "--param", "duration=3s", "--out", out]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
    const [first] = readFindings(out).findings;
    expect(first).toMatchObject({ check: "hot-function", outcome: "fail" });
    expect(first?.message).toContain(`of ${shop.name}/checkout (main)`);
    expect(first?.message).toContain("checksum ← handle_request ← serve ← main");
    expect(readFindings(out).findings).toContainEqual(expect.objectContaining({ check: "throttled", outcome: "fail" }));
    expect(readManifest(out)).toMatchObject({
      state: "complete",
      site: "kubernetes",
      toolbox: {
        image: lab.toolbox,
        privileges: "privileged",
        engine: expect.stringMatching(/^kubernetes v.*, containerd /),
      },
      target: { host: node, pod: { namespace: shop.name, name: "checkout", container: "main", node } },
    });
    expect(stderr).toContain(`${shop.name}/checkout (main) · native · node ${node} · kernel`);
    expect(stdout).toContain("checksum burns");
    expect(readReport(out, "report.html")).toContain(`${shop.name}/checkout`);
    await expect.poll(left, { timeout: 20_000 }).toBe("");
  });

  test("--selector over three pods on two nodes: a report each, and one summary", async () => {
    const labels = { tier: "three" };
    await using _three = await hot("many", { replicas: 3, labels });
    const out = `${temporaryFolder()}/many`;
    const words = ["run", "cpu-hot", "--selector", "tier=three", "--namespace", shop.name, "--json"];
    const { exitCode, stdout } = await run([...words, "--param", "duration=2s", "--out", out]);
    expect(exitCode).toBe(3);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ outcome: "fail", omitted: 0 });
    expect(summary.statement).toBe("3 of 3: One function burns most of the CPU time.");
    for (const { folder } of summary.targets) {
      expect(readReport(join(out, folder), "report.html")).toContain("checksum");
    }
    expect(readFileSync(join(out, "summary.html"), "utf8")).toContain("3 of 3");
    await expect.poll(left, { timeout: 20_000 }).toBe("");
  });

  test("--max looks at that many and says how many it left; --max-errors stops the rest", async () => {
    const labels = { tier: "two" };
    await using _two = await hot("two", { replicas: 2, labels });
    const folder = temporaryFolder();
    const words = ["run", "cpu-hot", "--selector", "tier=two", "--namespace", shop.name, "--param", "duration=1s"];
    const one = await run([...words, "--max", "1", "--out", join(folder, "one"), "--json"]);
    expect(JSON.parse(one.stdout)).toMatchObject({ omitted: 1, targets: [{ outcome: "fail" }] });
    const missing = await run([...words, "--image", "diag-nothing:none", "--out", join(folder, "none"), "--json"]);
    expect(missing.exitCode).toBe(5);
    expect(JSON.parse(missing.stdout)).toMatchObject({
      outcome: "error",
      targets: [{ outcome: "error" }, { outcome: "error" }],
    });
  });

  test("deployment/NAME is one of its pods; -c, kubectl's annotation and several containers", async () => {
    await using _checkout = await hot("workload", { replicas: 1 });
    const plan = await run(["plan", "cpu-hot", "deploy/workload", "--namespace", shop.name, "--json"]);
    expect(JSON.parse(plan.stdout).target.pod).toMatchObject({ namespace: shop.name, container: "main" });
    expect(JSON.parse(plan.stdout).target.pod.name).toMatch(/^workload-/);
  });

  test("--node diagnoses the whole node, and the doctor tells what can be measured there", async () => {
    const [, node = ""] = cluster.nodes;
    const out = `${temporaryFolder()}/bundle`;
    const { exitCode } = await run(["run", "cpu-hot", "--node", node, "--param", "duration=2s", "--out", out]);
    expect([0, 3, 4]).toContain(exitCode);
    expect(readManifest(out)).toMatchObject({
      site: "kubernetes",
      target: { kind: "host", label: `node ${node}`, host: node },
    });
    const doctor = await run(["doctor", "--node", node]);
    expect(doctor.exitCode).toBe(0);
    expect(doctor.stdout).toMatch(/in the image toolbox/);
    await expect.poll(left, { timeout: 20_000 }).toBe("");
  });

  test("what diag plan prints can be made by hand, and fetched", async () => {
    await using pod = await hot("by-hand");
    const words = ["cpu-hot", pod.name, "--namespace", shop.name, "--param", "duration=2s"];
    const { stdout: manifest } = await run(["plan", ...words, "--manifest"]);
    await cluster.apply(JSON.parse(await toJson(manifest)));
    const out = `${temporaryFolder()}/bundle`;
    const { exitCode, stdout } = await run(["fetch", "00000000", "--out", out]);
    expect(exitCode).toBe(3);
    expect(stdout).toContain("checksum burns");
    await expect.poll(left, { timeout: 20_000 }).toBe("");
  });

  test("with --least-privilege the function is named as well", async () => {
    await using pod = await hot("least");
    const out = `${temporaryFolder()}/bundle`;
    const words = ["run", "cpu-hot", pod.name, "--namespace", shop.name, "--least-privilege", "--param", "duration=2s"];
    const { stdout, stderr } = await run([...words, "--out", out]);
    expect(stdout, stderr).toContain("checksum ← handle_request");
    expect(readManifest(out).toolbox?.privileges).toBe("least");
  });
});

async function toJson(yaml: string): Promise<string> {
  const { parse } = await import("yaml");
  return JSON.stringify(parse(yaml));
}
