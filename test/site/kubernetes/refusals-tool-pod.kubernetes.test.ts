import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { lab, needsFaults, needsKubernetes, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { createPullSecret, pushImage } from "../../lab/kubernetes/registry.ts";
import { serviceAccountKubeconfig } from "../../lab/kubernetes/users.ts";
import { eventually, nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, refusal, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;
const { kubectl } = cluster;
const [node = ""] = cluster.nodes;

interface Case {
  /** Done to the tool namespace beforehand. */
  readonly prepare?: (namespace: string) => Promise<unknown>;
  readonly words?: readonly string[];
  /** Whoever may make Jobs and no pods has no dry run: events tell. */
  readonly withoutDryRun?: boolean;
}

/** Runs diag on a node with a tool namespace of its own, of which nothing of diag may be left. */
async function runIn({ prepare, words = [], withoutDryRun = false }: Case) {
  await using place = await startPlace("tools");
  const { namespace } = place;
  await prepare?.(namespace);
  const run = ["run", tinyPlaybook(place), "--node", node, ...words];
  if (!withoutDryRun) return { ...(await runDiag(run, place)), left: await nothingLeft(namespace), namespace };
  const name = "no-pods";
  const common = { apiVersion: "rbac.authorization.k8s.io/v1", metadata: { name, namespace } };
  const rule = (apiGroup: string, ...resources: string[]) => ({ apiGroups: [apiGroup], resources });
  const rules = [
    { ...rule("batch", "jobs"), verbs: ["create", "delete"] },
    { ...rule("", "pods", "events", "pods/log"), verbs: ["get", "list", "watch"] },
  ];
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name };
  await cluster.apply(
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    { ...common, kind: "Role", rules },
    { ...common, kind: "RoleBinding", roleRef, subjects: [{ kind: "ServiceAccount", name, namespace }] },
  );
  using user = await serviceAccountKubeconfig(cluster, { namespace, name });
  const ran = await runDiag(run, place, { kubeconfig: user.path });
  return { ...ran, left: await nothingLeft(namespace), namespace };
}

const enforce = (level: string) => (namespace: string) =>
  kubectl("label", "namespace", namespace, `pod-security.kubernetes.io/enforce=${level}`, "--overwrite");
const quota = (hard: object) => (namespace: string) =>
  cluster.apply({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "little", namespace }, spec: { hard } });
const limitRange = (limits: object[]) => (namespace: string) =>
  cluster.apply({ apiVersion: "v1", kind: "LimitRange", metadata: { name: "small", namespace }, spec: { limits } });

const security =
  "Give it a namespace of its own that allows it: `diag setup kubernetes`, or `--tool-namespace NAME` with the label pod-security.kubernetes.io/enforce=privileged.";
const room =
  "Raise it (`kubectl describe resourcequota`), wait for other runs to end (`diag runs`), or use another --tool-namespace.";
const secret =
  "Name a secret of the tool namespace that the registry takes with --image-pull-secret (`kubectl create secret docker-registry` makes one).";
const nothingBut = (error: string) => ({ exitCode: 5, stdout: "", error, left: [], leaked: [] });

describe.skipIf(lab.why !== undefined)(`a tool pod that the cluster does not let in ${needsKubernetes}`, () => {
  test.concurrent.for([
    ["restricted", false],
    ["restricted", true],
    ["baseline", false],
  ] as const)("Pod Security %s (told by events: %s)", async ([level, withoutDryRun]) => {
    const { error, ...ran } = await runIn({ prepare: enforce(level), withoutDryRun });
    expect(ran, error).toMatchObject({ exitCode: 5, stdout: "", left: [], leaked: [] });
    const told = error.slice(error.indexOf("error "));
    expect(told).toContain(
      `error pod-rejected: Pod Security (${level}:latest) of the tool namespace forbids the tool pod: host namespaces (hostNetwork=true, hostPID=true)`,
    );
    expect(told).toContain("privileged");
    expect(told.endsWith(`\n  ${security}\n`)).toBe(true);
  });

  test.concurrent.for([
    [{ pods: "0" }, "requested: pods=1, used: pods=0, limited: pods=0"],
    [
      { "limits.memory": "64Mi" },
      "requested: limits.memory=1610612736, used: limits.memory=0, limited: limits.memory=64Mi",
    ],
    [
      { "count/jobs.batch": "0" },
      "requested: count/jobs.batch=1, used: count/jobs.batch=0, limited: count/jobs.batch=0",
    ],
  ] as const)("a quota: %o", async ([hard, told]) => {
    expect(await runIn({ prepare: quota(hard) })).toMatchObject({
      left: [],
      ...refusal(
        `pod-rejected: A quota of the tool namespace has no room for the tool pod: exceeded quota: little, ${told}`,
        room,
      ),
    });
  });

  test.concurrent("a limit range", async () => {
    expect(await runIn({ prepare: limitRange([{ type: "Container", max: { memory: "64Mi" } }]) })).toMatchObject({
      left: [],
      ...refusal(
        "pod-rejected: A limit range of the tool namespace does not allow the tool pod: maximum memory usage per Container is 64Mi, but limit is 1610612736",
        "Change it (`kubectl describe limitrange`), lower the playbook's budget, or use another --tool-namespace.",
      ),
    });
  });

  test.concurrent("a service account that is not there", async () => {
    const { namespace, error, ...ran } = await runIn({ words: ["--service-account", "nobody"] });
    expect(ran).toMatchObject({ exitCode: 5, stdout: "", left: [], leaked: [] });
    expect(error).toMatch(
      new RegExp(
        `^error pod-rejected: The tool pod's service account is not there: pods "diag-[0-9a-f-]+-check" is forbidden: error looking up service account ${namespace}/nobody: serviceaccount "nobody" not found\\n  Make it \\(\`kubectl create serviceaccount\`\\), or leave --service-account out\\.\\n$`,
      ),
    );
  });

  test.concurrent("an admission policy", async () => {
    const name = `no-host-pid-${randomUUID().slice(0, 8)}`;
    const rule = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
    const kind = "ValidatingAdmissionPolicy";
    const apiVersion = "admissionregistration.k8s.io/v1";
    const prepare = async (namespace: string) => {
      await cluster.apply(
        {
          ...{ apiVersion, kind, metadata: { name } },
          spec: {
            matchConstraints: { resourceRules: [rule] },
            validations: [
              { expression: "!has(object.spec.hostPID) || !object.spec.hostPID", message: "no hostPID here" },
            ],
          },
        },
        {
          ...{ apiVersion, kind: `${kind}Binding`, metadata: { name } },
          spec: {
            policyName: name,
            validationActions: ["Deny"],
            matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
          },
        },
      );
      // The API server takes a policy up a moment later.
      const pod = JSON.stringify({ spec: { hostPID: true } });
      const words = [
        "run",
        "probe",
        "--image=none",
        "--dry-run=server",
        `--overrides=${pod}`,
        "--namespace",
        namespace,
      ];
      await eventually("the policy holds", () =>
        kubectl(...words).then(
          () => false,
          () => true,
        ),
      );
    };
    try {
      const { error, ...ran } = await runIn({ prepare });
      expect(ran).toMatchObject({ exitCode: 5, stdout: "", left: [], leaked: [] });
      expect(error).toMatch(
        new RegExp(
          `^error pod-rejected: The cluster refuses the tool pod: pods "diag-[0-9a-f-]+-check" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: no hostPID here\\n  An admission policy forbids it; \`diag plan\` prints the whole pod for those who own the policy\\.\\n$`,
        ),
      );
    } finally {
      await kubectl("delete", `${kind},${kind}Binding`, name, "--ignore-not-found");
    }
  });

  test.concurrent("a tool namespace that is not there", async () => {
    expect(await runIn({ words: ["--tool-namespace", "nowhere-at-all"] })).toMatchObject({
      left: [],
      ...refusal(
        "target-not-found: The cluster has no namespace nowhere-at-all for the tool pod",
        "`diag setup kubernetes --apply` makes it; --tool-namespace names another one.",
      ),
    });
  });
});

/** The last of what diag says: its error. */
const last = ({ error, ...ran }: Awaited<ReturnType<typeof runIn>>) => ({
  ...ran,
  error: error.slice(error.lastIndexOf("error ")),
});

describe.skipIf(lab.why !== undefined)(`a tool image that cannot be had ${needsKubernetes}`, () => {
  test.concurrent("by a name that is none", async () => {
    expect(last(await runIn({ words: ["--image", "Not An Image"] }))).toMatchObject(
      nothingBut(
        `error pod-not-started: Image Not An Image cannot be used: Failed to apply default image tag "Not An Image": couldn't parse image name "Not An Image": invalid reference format: repository name (library/Not An Image) must be lowercase\n  Write the image as REGISTRY/NAME:TAG or NAME@sha256:….\n`,
      ),
    );
  });

  test.concurrent("from a registry that is not there", async () => {
    const image = "127.0.0.1:1/toolbox:1";
    expect(last(await runIn({ words: ["--image", image] }))).toMatchObject(
      nothingBut(
        `error pod-not-started: Image ${image} cannot be pulled: dial tcp 127.0.0.1:1: connect: connection refused\n  See that the node can reach the registry; --image names an image of your own, --image-pull-secret the secret to pull it with.\n`,
      ),
    );
  });

  test.concurrent("in time: somebody deletes the pod that waits for it", async () => {
    await using registry = await startSilentRegistry();
    let deleting: Promise<unknown> | undefined;
    const prepare = async (namespace: string) => {
      const ofNamespace = ["pods", "--all", "--namespace", namespace];
      deleting = eventually("a tool pod is deleted", async () =>
        (await kubectl("delete", ...ofNamespace, "--now", "--wait=false")).includes("deleted"),
      );
    };
    const { error, ...ran } = last(await runIn({ prepare, words: ["--image", `${registry.address}/toolbox:1`] }));
    await deleting;
    expect(ran).toMatchObject({ exitCode: 5, stdout: "", left: [], leaked: [] });
    expect(error).toMatch(
      /^error pod-not-started: Tool pod diag-[0-9a-z-]+ was deleted before it started\n {2}Start it again; /,
    );
  });
});

/** Takes connections and never says a word. */
async function startSilentRegistry() {
  const server = createServer();
  const connections = new Set<Socket>();
  server.on("connection", (connection) => connections.add(connection));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

describe.skipIf(whyNoFaults !== undefined)(`a tool image of a private registry ${needsFaults}`, () => {
  const words = (image: string, name?: string) => ["--image", image, ...(name ? ["--image-pull-secret", name] : [])];
  const prepare = (namespace: string) => createPullSecret(cluster, namespace, "pull");
  const denied =
    "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials";
  let image: Promise<string> | undefined;
  const pushed = () => {
    image ??= pushImage("diag-toolbox:test", "refusals:1");
    return image;
  };

  test.concurrent("without a secret", async () => {
    const image = await pushed();
    expect(last(await runIn({ words: words(image) }))).toMatchObject(
      nothingBut(`error pod-not-started: Image ${image} cannot be pulled: ${denied}\n  ${secret}\n`),
    );
  });

  test.concurrent("with a secret that is not there", async () => {
    const image = await pushed();
    const { namespace, ...ran } = last(await runIn({ words: words(image, "nope") }));
    expect(ran).toMatchObject(
      nothingBut(
        `error pod-not-started: Image ${image} cannot be pulled: ${denied}; namespace ${namespace} has no secret nope\n  ${secret}\n`,
      ),
    );
  });

  test.concurrent("with a tag that it does not have, and with its own", async () => {
    const image = await pushed();
    const other = image.replace(/1$/, "2");
    expect(last(await runIn({ prepare, words: words(other, "pull") }))).toMatchObject(
      nothingBut(
        `error pod-not-started: Image ${other} cannot be pulled: not found\n  The registry does not have it: --image names another one.\n`,
      ),
    );
    const ran = await runIn({ prepare, words: words(image, "pull") });
    expect(ran, ran.stderr).toMatchObject({ ...answered, left: [] });
    expect(ran.stderr).toContain(`pulling image ${image}\n`);
  });
});
