import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readManifest } from "../../cli/diag.ts";
import { stateFolder } from "../../lab/kubernetes/folders.ts";
import { lab, needsKubernetes, whyNoFaults } from "../../lab/kubernetes/lab.ts";
import { type PodOptions, type StartedNamespace, startNamespace, startPod } from "../../lab/kubernetes/pods.ts";
import { nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, refusal, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;
const { kubectl } = cluster;
const [node = ""] = cluster.nodes;
const image = "docker.io/library/diag-leaks:test";
const idle = ["sleep", "600"];
const one = (name: string, command: readonly string[] = idle) => ({
  name,
  image,
  command: [...command],
  imagePullPolicy: "IfNotPresent",
});
const onFake = (name: string) => ({ until: "created", spec: { nodeName: name } }) as const;

describe.skipIf(lab.why !== undefined)(
  `targets that are not there, or not as they should be ${needsKubernetes}`,
  () => {
    let place: Awaited<ReturnType<typeof startPlace>>;
    let shop: StartedNamespace;
    let playbook: string;
    /** Nodes that only the API knows. */
    let fakes: { readonly windows: string; readonly virtual: string };

    beforeAll(async () => {
      [place, shop] = await Promise.all([startPlace("targets"), startNamespace(cluster, "shop")]);
      playbook = tinyPlaybook(place);
      fakes = { windows: `${shop.name}-windows`, virtual: `${shop.name}-virtual` };
      const fakeNode = (name: string, labels: object) => ({
        apiVersion: "v1",
        kind: "Node",
        metadata: { name, labels },
        spec: { unschedulable: true },
      });
      await cluster.apply(
        fakeNode(fakes.windows, { "kubernetes.io/os": "windows" }),
        fakeNode(fakes.virtual, { "kubernetes.io/os": "linux", type: "virtual-kubelet" }),
      );
      const pod = (name: string, more: Partial<PodOptions>) =>
        startPod(cluster, name, { namespace: shop.name, command: idle, ...more });
      await Promise.all([
        pod("checkout", { replicas: 1 }),
        pod("several", { spec: { containers: [one("app"), one("proxy")] } }),
        pod("two", { spec: { containers: [one("app"), one("proxy")] } }),
        pod("four", {
          spec: {
            containers: [one("app")],
            initContainers: [one("setup", ["true"]), { ...one("mesh"), restartPolicy: "Always" }],
          },
        }),
        pod("completed", { until: "created", command: ["true"] }),
        pod("crashing", { until: "created", command: ["sh", "-c", "exit 3"], spec: { restartPolicy: "Always" } }),
        pod("greedy", { until: "created", command: ["/srv/oom", "60"], memoryLimit: "32Mi" }),
        pod("waiting", { until: "created", spec: { nodeSelector: { no: "such" } } }),
        pod("imageless", {
          until: "created",
          spec: { containers: [{ ...one("main"), image: "diag-nothing:none", imagePullPolicy: "Never" }] },
        }),
        pod("on-windows", onFake(fakes.windows)),
        pod("on-virtual", onFake(fakes.virtual)),
      ]);
      const inShop = ["--namespace", shop.name];
      const until = (name: string, what: string) =>
        kubectl("wait", `--for=${what}`, `pod/${name}`, ...inShop, "--timeout=30s");
      const reason = "jsonpath={.status.containerStatuses[0].state.waiting.reason}";
      await kubectl("annotate", "pod/two", "kubectl.kubernetes.io/default-container=proxy", ...inShop);
      const ephemeralContainers = [{ ...one("debugger"), targetContainerName: "app" }];
      const patch = JSON.stringify({ spec: { ephemeralContainers } });
      await kubectl("patch", "pod/four", "--subresource=ephemeralcontainers", `--patch=${patch}`, ...inShop);
      await Promise.all([
        until("four", "jsonpath={.status.ephemeralContainerStatuses[0].state.running.startedAt}"),
        until("completed", "jsonpath={.status.phase}=Succeeded"),
        until("crashing", `${reason}=CrashLoopBackOff`),
        until("greedy", "jsonpath={.status.phase}=Failed"),
        until("imageless", `${reason}=ErrImageNeverPull`),
        until("waiting", "condition=PodScheduled=false"),
      ]);
    });
    afterAll(async () => {
      if (fakes) await kubectl("delete", "node", fakes.windows, fakes.virtual, "--ignore-not-found");
      await Promise.all([place, shop].map((one) => one?.[Symbol.asyncDispose]()));
    });

    const podsOf = (app: string) =>
      kubectl(
        "get",
        "pods",
        `--selector=app=${app}`,
        "--namespace",
        shop.name,
        "--output=jsonpath={.items[*].metadata.name}",
      );
    const run = (...words: string[]) => runDiag(["run", playbook, ...words, "--namespace", shop.name], place);

    test.concurrent("a pod that is not there: its namesakes, and those spelt alike", async () => {
      const [checkout = ""] = (await podsOf("checkout")).split(" ");
      for (const name of ["checkout-7d9f8b6c5-x2x4z", "chekout"]) {
        expect(await run("--pod", name)).toMatchObject(
          refusal(`target-not-found: Namespace ${shop.name} has no pod ${name}`, `It has ${checkout}.`),
        );
      }
      expect(await run("zzzzzzzzzzzzz")).toMatchObject(
        refusal(
          `target-not-found: Namespace ${shop.name} has no pod zzzzzzzzzzzzz`,
          `\`kubectl get pods --namespace ${shop.name}\` lists them; --namespace names another namespace.`,
        ),
      );
    });

    test.concurrent("a workload that is not there", async () => {
      expect(await run("deployment/chekout")).toMatchObject(
        refusal(
          `target-not-found: Namespace ${shop.name} has no deployment chekout`,
          `Did you mean checkout? \`kubectl get deployments --namespace ${shop.name}\` lists them; --namespace names another namespace.`,
        ),
      );
      expect(await run("sts/checkout")).toMatchObject(
        refusal(
          `target-not-found: Namespace ${shop.name} has no statefulset checkout: it has no statefulsets at all`,
          "Name another one with --namespace.",
        ),
      );
    });

    test.concurrent("pods of a selector that are not there", async () => {
      expect(await run("--selector", "app=nothing")).toMatchObject(
        refusal(
          `target-not-found: There is no pod of selector app=nothing in ${shop.name}`,
          "`kubectl get pods --show-labels` lists pods and their labels.",
        ),
      );
    });

    test.concurrent("a namespace that is not there", async () => {
      const namespace = shop.name.slice(0, -1);
      expect(await runDiag(["run", playbook, "checkout", "--namespace", namespace], place)).toMatchObject(
        refusal(
          `target-not-found: The cluster has no namespace ${namespace}`,
          `Did you mean ${shop.name}? \`kubectl get namespaces\` lists them; --context names another cluster.`,
        ),
      );
    });

    test.concurrent("a node that is not there", async () => {
      expect(await run("--node", `${node}0`)).toMatchObject(
        refusal(
          `target-not-found: The cluster has no node ${node}0`,
          `Did you mean ${node}? \`kubectl get nodes\` lists them.`,
        ),
      );
    });

    test.concurrent.for([
      ["", "An empty name names nothing that has pods"],
      ["..", ".. is no name of anything in a cluster"],
    ] as const)("what is no name: %s", async ([name, message]) => {
      const { exitCode, error } = await run("--pod", name);
      expect(exitCode).toBe(2);
      expect(error).toContain(`error usage: ${message}\n`);
    });

    test.concurrent("of several containers the one that is named, or the one of kubectl's annotation", async () => {
      expect(await run("several")).toMatchObject(
        refusal(
          `target-ambiguous: Pod ${shop.name}/several has 2 containers: app, proxy`,
          "Name one with --container (-c).",
        ),
      );
      expect(await run("several", "-c", "prox")).toMatchObject(
        refusal(`target-not-found: Pod ${shop.name}/several has no container prox`, "It has app, proxy."),
      );
      const annotated = await run("two");
      expect(annotated).toMatchObject(answered);
      expect(readManifest(annotated.out).target).toMatchObject({ pod: { name: "two", container: "proxy" } });
    });

    test.concurrent("sidecars and ephemeral containers are targets as well", async () => {
      for (const container of ["mesh", "debugger"]) {
        const ran = await run("four", "-c", container);
        expect(ran, ran.stderr).toMatchObject(answered);
        expect(readManifest(ran.out).target).toMatchObject({ pod: { name: "four", container } });
      }
    });

    /** Pod, and what there is to be said of its container. */
    const ended = [
      ["completed", /^it ended \(Completed\) with exit code 0 after \d+ s$/],
      [
        "crashing",
        /^(it waits \(CrashLoopBackOff\); its last run|it) ended \(Error\) with exit code 3 after \d+ s; it has restarted (once|\d+ times)$/,
      ],
      ["greedy", /^it ended OOM-killed with exit code 137 after \d+ s$/],
      ["four -c setup", /^it ended \(Completed\) with exit code 0 after \d+ s$/],
    ] as const;
    test.concurrent.for(ended)("a container that has ended tells how: %s", async ([words, how]) => {
      const [pod = "", , container = "main"] = words.split(" ");
      const { exitCode, error } = await run(...words.split(" "));
      expect(exitCode).toBe(5);
      const [, told, hint] =
        error
          .split(`error target-not-found: Container ${container} of pod ${shop.name}/${pod} does not run: `)[1]
          ?.match(/^(.*)\n(.*)\n$/) ?? [];
      expect(told).toMatch(how);
      expect(hint).toBe(
        "  This playbook measures what runs; one that reads what was recorded (memory-leak does) can still tell something.",
      );
    });

    test.concurrent("a container that has never run", async () => {
      expect(await run("imageless")).toMatchObject(
        refusal(
          `target-not-found: Container main of pod ${shop.name}/imageless does not run: it waits (ErrImageNeverPull: Container image "diag-nothing:none" is not present with pull policy of Never)`,
          `It has never run: \`kubectl describe pod imageless --namespace ${shop.name}\` tells what it waits for.`,
        ),
      );
      const { exitCode, error } = await run("waiting");
      expect(exitCode).toBe(5);
      expect(error).toMatch(
        new RegExp(
          `^error target-not-found: Pod ${shop.name}/waiting has not started: 0/\\d+ nodes are available: .*\n  Nothing of it runs that could be measured; \`kubectl describe pod\` tells more.\n$`,
        ),
      );
    });

    test.concurrent("pods of nodes without a Linux kernel of their own", async () => {
      expect(await run("on-windows")).toMatchObject(
        refusal(
          `target-unsupported: Node ${fakes.windows} runs windows; diag's tools are for Linux kernels`,
          "Diagnose a pod on a Linux node.",
        ),
      );
      const isVirtual = refusal(
        `target-unsupported: Node ${fakes.virtual} is virtual: its pods run in a service without a kernel that a pod could look at`,
        "Diagnose a pod on a node of your own; on such a node `kubectl debug` is the nearest.",
      );
      expect(await run("on-virtual")).toMatchObject(isVirtual);
      expect(await run("--node", fakes.virtual)).toMatchObject(isVirtual);
    });

    const [last = "", folder] = [cluster.nodes.at(-1), join(stateFolder, `static-pods-${cluster.nodes.length}`)];
    const whyNoStatic = whyNoFaults ?? (existsSync(folder) ? undefined : "this cluster takes none");
    test.skipIf(whyNoStatic !== undefined)(
      `a static pod of a kubelet is a target as well${whyNoStatic === undefined ? "" : ` [needs static pods: ${whyNoStatic}]`}`,
      async () => {
        const file = join(folder, `${shop.name}.json`);
        const metadata = { name: "static", namespace: shop.name };
        writeFileSync(
          file,
          JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [one("main")] } }),
        );
        try {
          const name = `static-${last}`;
          await kubectl("wait", "--for=create", `pod/${name}`, "--namespace", shop.name, "--timeout=40s");
          await kubectl("wait", "--for=condition=Ready", `pod/${name}`, "--namespace", shop.name, "--timeout=30s");
          const ran = await runDiag(
            ["run", "cpu-hot", name, "--namespace", shop.name, "--param", "duration=1s"],
            place,
          );
          expect(ran.exitCode, ran.stderr).toBe(0);
          expect(readManifest(ran.out).target).toMatchObject({
            command: "sleep 600",
            host: last,
            pod: { name, node: last },
          });
        } finally {
          rmSync(file);
        }
      },
    );

    test("of all that nothing is left", async () => {
      expect(await nothingLeft(place.namespace)).toEqual([]);
    });
  },
);
