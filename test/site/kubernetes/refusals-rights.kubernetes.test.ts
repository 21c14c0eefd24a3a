import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../cli/diag.ts";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { type StartedNamespace, startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { serviceAccountKubeconfig } from "../../lab/kubernetes/users.ts";
import { nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, refusal, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;

/** Where, of what, how, and whether a run can do without it. */
const rights = [
  ["target", "", "pods", "get", "needed"],
  ["target", "", "pods", "list", "optional"],
  ["tool", "", "pods", "create", "optional"],
  ["tool", "batch", "jobs", "create", "needed"],
  ["tool", "", "pods", "watch", "needed"],
  ["tool", "", "pods", "get", "optional"],
  ["tool", "", "pods", "list", "optional"],
  ["tool", "", "events", "list", "optional"],
  ["tool", "", "events", "watch", "optional"],
  ["tool", "", "pods/log", "get", "needed"],
  ["tool", "", "pods/exec", "create", "needed"],
  ["tool", "", "pods/exec", "get", "needed"],
  ["tool", "batch", "jobs", "delete", "needed"],
  ["cluster", "", "nodes", "get", "optional"],
] as const;
type Right = (typeof rights)[number];

/** A service account that has every right of a run but some. */
const users: Readonly<Record<string, (right: Right) => boolean>> = {
  "no-pods": ([where, , resource, verb]) => where === "target" && resource === "pods" && verb === "get",
  "no-create": ([, , resource, verb]) => resource === "jobs" && verb === "create",
  "no-watch": ([, , resource, verb]) => resource === "pods" && verb === "watch",
  "no-log": ([, , resource]) => resource === "pods/log",
  "no-exec": ([, , resource]) => resource === "pods/exec",
  "no-exec-create": ([, , resource, verb]) => resource === "pods/exec" && verb === "create",
  "no-exec-get": ([, , resource, verb]) => resource === "pods/exec" && verb === "get",
  "no-delete": ([, , resource, verb]) => resource === "jobs" && verb === "delete",
  "least-of-all": ([, , , , need]) => need === "optional",
};

/** A role of those rights, and its binding. `places` maps the places of rights to namespaces; undefined is all of them. */
function roleOf(user: string, tool: string, where: string, namespace: string | undefined): object[] {
  const kind = namespace === undefined ? "ClusterRole" : "Role";
  const name = `${tool}-${user}`;
  const common = { apiVersion: "rbac.authorization.k8s.io/v1", metadata: { name, namespace } };
  const rules = rights
    .filter((right) => right[0] === where && !users[user]?.(right))
    .map(([, group, resource, verb]) => ({ apiGroups: [group], resources: [resource], verbs: [verb] }));
  const subjects = [{ kind: "ServiceAccount", namespace: tool, name: user }];
  return [
    { ...common, kind, rules },
    { ...common, kind: `${kind}Binding`, subjects, roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name } },
  ];
}

describe.skipIf(lab.why !== undefined)(`a run without one of its rights ${needsKubernetes}`, () => {
  let place: Awaited<ReturnType<typeof startPlace>>;
  let shop: StartedNamespace;
  const names = Object.keys(users);

  beforeAll(async () => {
    [place, shop] = await Promise.all([startPlace("rights"), startNamespace(cluster, "shop")]);
    const { namespace } = place;
    const accounts = names.map((name) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } }));
    const roles = names.flatMap((name) => [
      ...roleOf(name, namespace, "tool", namespace),
      ...roleOf(name, namespace, "target", shop.name),
      ...roleOf(name, namespace, "cluster", undefined),
    ]);
    await cluster.apply(...accounts, ...roles);
    await startPod(cluster, "checkout", { namespace: shop.name, command: ["sleep", "600"] });
  });
  afterAll(async () => {
    const roles = names.map((name) => `${place.namespace}-${name}`);
    await cluster.kubectl("delete", "clusterrole,clusterrolebinding", ...roles, "--ignore-not-found");
    await Promise.all([place, shop].map((one) => one?.[Symbol.asyncDispose]()));
  });

  const accountOf = (name: string) => `system:serviceaccount:${place.namespace}:${name}`;
  /** RBAC's own words. */
  const cannot = (name: string, verb: string, resource: string, group: string, where: string) =>
    `User "${accountOf(name)}" cannot ${verb} resource "${resource}" in API group "${group}" in the namespace "${where}"`;
  const grant =
    "Have the right granted: `diag plan` lists every rule that a run needs, `diag setup kubernetes` prints them as RBAC.";

  async function runAs(name: string, ...words: string[]) {
    using user = await serviceAccountKubeconfig(cluster, { namespace: place.namespace, name });
    const run = ["run", tinyPlaybook(place), "checkout", "--namespace", shop.name, ...words];
    const ran = await runDiag(run, place, { kubeconfig: user.path });
    return { ...ran, manifest: ran.stdout === "" ? undefined : readManifest(ran.out) };
  }

  test.concurrent("to get the target's pod", async () => {
    const why = cannot("no-pods", "get", "pods", "", shop.name);
    expect(await runAs("no-pods")).toMatchObject(
      refusal(
        `cluster-forbidden: You may not get pod ${shop.name}/checkout: pods "checkout" is forbidden: ${why}`,
        grant,
      ),
    );
  });

  test.concurrent("to create jobs", async () => {
    const { namespace } = place;
    const { error, exitCode, stdout, leaked } = await runAs("no-create");
    expect({ exitCode, stdout, leaked }).toEqual({ exitCode: 5, stdout: "", leaked: [] });
    const why = cannot("no-create", "create", "jobs", "batch", namespace);
    expect(error).toBe(
      `error cluster-forbidden: You may not create jobs in ${namespace}: jobs.batch is forbidden: ${why}\n  ${grant}\n`,
    );
  });

  test.concurrent("to watch pods", async () => {
    const { namespace } = place;
    const why = cannot("no-watch", "watch", "pods", "", namespace);
    expect(await runAs("no-watch")).toMatchObject(
      refusal(`cluster-forbidden: You may not watch pods in ${namespace}: pods is forbidden: ${why}`, grant),
    );
  });

  test.concurrent("to read the tool pod's log", async () => {
    const { namespace } = place;
    const { error, ...ran } = await runAs("no-log");
    expect(ran).toMatchObject({ exitCode: 5, stdout: "", leaked: [] });
    const [, pod = ""] = /get log of pod \S+\/(\S+):/.exec(error) ?? [];
    const why = cannot("no-log", "get", "pods/log", "", namespace);
    expect(error).toBe(
      `error cluster-forbidden: You may not get log of pod ${namespace}/${pod}: pods "${pod}" is forbidden: ${why}\n  ${grant}\n`,
    );
  });

  test.concurrent.for(["no-exec", "no-exec-create", "no-exec-get"])(
    "to exec: the bundle comes by the log, by itself (%s)",
    async (name) => {
      const { manifest, ...ran } = await runAs(name);
      expect(ran, ran.stderr).toMatchObject(answered);
      expect(manifest).toMatchObject({ state: "complete", toolbox: { image: lab.toolbox }, steps: [{ status: "ok" }] });
    },
  );

  test.concurrent("to exec, which is asked for: the other way is named", async () => {
    const { error, ...ran } = await runAs("no-exec", "--delivery", "exec");
    expect(ran).toMatchObject({ exitCode: 5, stdout: "", leaked: [] });
    expect(error).toMatch(
      new RegExp(
        `^error cluster-forbidden: You may not exec in pod ${place.namespace}/diag-[0-9a-f-]+-[a-z0-9]{5}\\n  Have create on pods/exec granted there, or run with \`--delivery log\`: the pod then prints its bundle into its log\\.\\n$`,
      ),
    );
  });

  test.concurrent("to delete jobs: the report is whole, the pod ends, the Job goes by itself", async () => {
    const { namespace } = place;
    const { error, ...ran } = await runAs("no-delete");
    expect(ran, ran.stderr).toMatchObject({ ...answered, exitCode: 5 });
    const [, job = ""] = /delete job \S+\/(\S+):/.exec(error) ?? [];
    const why = cannot("no-delete", "delete", "jobs", "batch", namespace);
    expect(error.slice(error.indexOf("error "))).toContain(
      `error cluster-forbidden: You may not delete job ${namespace}/${job}: jobs.batch "${job}" is forbidden: ${why}\n  The report is whole. The Job goes by itself in 30 s; have delete on jobs granted there, so that it goes at once.\n`,
    );
  });

  test.concurrent("that it can do without, all of them: the report is whole", async () => {
    const { manifest, ...ran } = await runAs("least-of-all");
    expect(ran, ran.stderr).toMatchObject(answered);
    expect(manifest).toMatchObject({ state: "complete", site: "kubernetes", steps: [{ status: "ok" }] });
  });

  test("of all that nothing is left", async () => {
    expect(await nothingLeft(place.namespace, 60)).toEqual([]);
  });
});
