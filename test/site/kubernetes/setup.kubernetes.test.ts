import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type AccessRule, accessRules } from "../../../src/target/kubernetes/access.ts";
import { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { reviewAccess } from "../../../src/target/kubernetes/review-access.ts";
import { diag } from "../../cli/diag.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { certificateKubeconfig, serviceAccountKubeconfig } from "../../lab/kubernetes/users.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const { cluster } = lab;
const { kubectl } = cluster;

/** What is in no namespace does not go away with one. */
async function clusterWide(toolNamespace: string): Promise<AsyncDisposable> {
  const name = `diag-user-${toolNamespace}`;
  return {
    async [Symbol.asyncDispose]() {
      await kubectl("delete", "clusterrole,clusterrolebinding", name, "--ignore-not-found");
    },
  };
}

const setup = (...words: string[]) => diag(["setup", "kubernetes", ...words], { env: lab.env });

const denied = async (kubeconfig: string, rules: readonly AccessRule[], target: string, tool: string) =>
  (await reviewAccess(Cluster.open({ kubeconfig }), rules, { target, tool })).flatMap(({ rule, denied }) =>
    denied.map((one) => `${rule.place}: ${one}`),
  );

/** What a user may do in a namespace: `verb resource`. */
async function rightsIn(kubeconfig: string, namespace: string): Promise<string[]> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace },
  };
  const file = join(temporaryFolder(), "review.json");
  writeFileSync(file, JSON.stringify(review));
  const { status } = JSON.parse(
    await kubectl("create", "--filename", file, "--output=json", "--validate=false", "--kubeconfig", kubeconfig),
  ) as { status: { resourceRules: { verbs: string[]; resources: string[] }[] } };
  const rights = status.resourceRules.flatMap(({ verbs, resources }) =>
    resources.flatMap((one) => verbs.map((verb) => `${verb} ${one}`)),
  );
  return [...new Set(rights)].sort();
}

/** Beyond what every account has. */
async function granted(kubeconfig: string, namespace: string): Promise<string[]> {
  using anybody = await serviceAccountKubeconfig(cluster, { namespace: "default", name: "default" });
  const every = await rightsIn(anybody.path, namespace);
  return (await rightsIn(kubeconfig, namespace)).filter((one) => !every.includes(one));
}

const wantedIn = (...places: AccessRule["place"][]) =>
  [
    ...new Set(
      accessRules
        .filter(({ place }) => places.includes(place))
        .flatMap(({ resources, verbs }) => resources.flatMap((one) => verbs.map((verb) => `${verb} ${one}`))),
    ),
  ].sort();

describe.skipIf(lab.why !== undefined)(`diag setup kubernetes ${needsKubernetes}`, () => {
  test("applies what it prints, and says what has changed", async () => {
    await using tools = await startNamespace(cluster, "setup-apply");
    await using _roles = await clusterWide(tools.name);
    const words = ["--namespace", tools.name, "--group", "sre", "--apply"];
    const first = await setup(...words, "--quota", "5");
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    const role = `diag-user-${tools.name}`;
    expect(first.stdout.split("\n")).toEqual([
      expect.stringMatching(`^changed    Namespace ${tools.name}: metadata.labels`),
      expect.stringMatching(`^changed    ServiceAccount ${tools.name}/default: .*automountServiceAccountToken`),
      `created    ResourceQuota ${tools.name}/diag`,
      `created    ClusterRole ${role}`,
      `created    Role ${tools.name}/${role}`,
      `created    ClusterRoleBinding ${role}`,
      `created    RoleBinding ${tools.name}/${role}`,
      "",
    ]);
    const again = await setup(...words, "--quota", "5");
    expect(again.stdout).toMatch(/^(unchanged .*\n){7}$/);
    const more = await setup(...words, "--quota", "5", "--user", "alice");
    expect(more.stdout.split("\n").filter((line) => line !== "" && !line.startsWith("unchanged"))).toEqual([
      `changed    ClusterRoleBinding ${role}: subjects`,
      `changed    RoleBinding ${tools.name}/${role}: subjects`,
    ]);
    const { stdout } = await setup("--namespace", tools.name, "--user", "alice", "--group", "sre", "--quota", "5");
    const file = join(temporaryFolder(), "setup.yaml");
    writeFileSync(file, stdout);
    await expect(kubectl("diff", "--server-side", "--field-manager=diag", "--filename", file)).resolves.toBe("");
  });

  test("gives an account what a run needs, and nothing else", async () => {
    await using tools = await startNamespace(cluster, "setup-rights");
    await using shop = await startNamespace(cluster, "setup-shop");
    await using _roles = await clusterWide(tools.name);
    await kubectl("create", "serviceaccount", "runner", "--namespace", tools.name);
    const account = `${tools.name}:runner`;
    await setup("--namespace", tools.name, "--service-account", account, "--apply");
    using user = await serviceAccountKubeconfig(cluster, { namespace: tools.name, name: "runner" });
    await expect.poll(() => denied(user.path, accessRules, shop.name, tools.name)).toEqual([]);
    expect(await granted(user.path, shop.name)).toEqual(wantedIn("target", "cluster", "default"));
    expect(await granted(user.path, tools.name)).toEqual(wantedIn("target", "cluster", "default", "tool"));
  });

  test("with namespaces of targets, a user sees these and no others, and can run there", async () => {
    await using tools = await startNamespace(cluster, "setup-narrow");
    await using shop = await startNamespace(cluster, "setup-shop");
    await using other = await startNamespace(cluster, "setup-other");
    await using _roles = await clusterWide(tools.name);
    using user = await certificateKubeconfig(cluster, { user: `carol-${tools.name}` });
    const words = ["--namespace", tools.name, "--target-namespace", shop.name, "--user", `carol-${tools.name}`];
    await setup(...words, "--apply");
    await expect
      .poll(() => denied(user.path, accessRules, shop.name, tools.name))
      .toEqual(["default: list events", "cluster: list pods"]);
    expect(await granted(user.path, shop.name)).toEqual([...wantedIn("target"), "get nodes", "list nodes"].sort());
    expect(await granted(user.path, other.name)).toEqual(["get nodes", "list nodes"]);

    // The rights are not only granted: a whole run needs no others.
    await using pod = await startPod(cluster, "checkout", { namespace: shop.name, command: ["sleep", "120"] });
    const folder = temporaryFolder();
    const playbook = join(folder, "playbook.yaml");
    writeFileSync(
      playbook,
      `apiVersion: diag/v1
kind: Playbook
metadata: { name: known, version: 1.0.0, title: What is known? }
spec:
  targets: [pod]
  steps: [{ id: pod, tool: pod }]
  checks: [{ id: runs, title: Runs, info: pod.phase == "Running", message: "\${{ target.pod }} runs" }]
`,
    );
    const out = join(folder, "bundle");
    const place = ["--namespace", shop.name, "--tool-namespace", tools.name, "--kubeconfig", user.path];
    const ran = await diag(["run", playbook, pod.name, ...place, "--out", out], { env: lab.env });
    expect(ran).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${shop.name}/checkout runs`) });
  });

  test("writes a kustomization that builds to the same", async () => {
    const folder = join(temporaryFolder(), "base");
    const words = ["--group", "sre", "--quota", "3"];
    const written = await setup(...words, "--output", folder);
    expect(written).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readdirSync(folder).sort()).toEqual([
      "bindings.yaml",
      "kustomization.yaml",
      "namespace.yaml",
      "resource-quota.yaml",
      "roles.yaml",
      "service-account.yaml",
    ]);
    const built = await kubectl("kustomize", folder);
    const { stdout } = await setup(...words);
    expect(built.match(/^kind: .*$/gm)?.sort()).toEqual(stdout.match(/^kind: .*$/gm)?.sort());
    expect(await setup(...words, "--output", folder)).toMatchObject({ exitCode: 0 });
    writeFileSync(join(folder, "roles.yaml"), "of my own\n");
    const refused = await setup(...words, "--output", folder);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("roles.yaml was not made by diag") });
  });

  test("who may not apply it is told what to do", async () => {
    await using tools = await startNamespace(cluster, "setup-nobody");
    using nobody = await serviceAccountKubeconfig(cluster, { namespace: tools.name, name: "default" });
    const { exitCode, stderr } = await setup("--namespace", tools.name, "--apply", "--kubeconfig", nobody.path);
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`error cluster-forbidden: You may not apply Namespace ${tools.name}`);
    const lost = await setup("--namespace", tools.name, "--target-namespace", "no-such-place", "--apply");
    expect(lost.stderr).toContain("error target-not-found: Role no-such-place/");
    await (await clusterWide(tools.name))[Symbol.asyncDispose]();

    // A label that somebody else manages stays theirs.
    const level = "pod-security.kubernetes.io/enforce=baseline";
    await kubectl("label", "--overwrite", "namespace", tools.name, level);
    const conflict = await setup("--namespace", tools.name, "--apply");
    expect(conflict).toMatchObject({ exitCode: 5, stdout: "" });
    expect(conflict.stderr).toContain(`error cluster-failed: Namespace ${tools.name} belongs to another tool: `);
    expect(conflict.stderr).toContain("kubectl-label");
  });
});
