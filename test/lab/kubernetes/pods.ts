import { randomUUID } from "node:crypto";
import type { V1PodSpec } from "@kubernetes/client-node";
import type { ExecaError } from "execa";
import { leaksImage } from "./build-leaks.ts";
import type { Cluster } from "./cluster.ts";

const startSeconds = 60;

export interface StartedNamespace extends AsyncDisposable {
  readonly name: string;
}

/** A namespace of a test's own: `NAME-…`. Whatever is in it goes away with the test. */
export async function startNamespace(
  cluster: Cluster,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<StartedNamespace> {
  const full = `${name}-${randomUUID().slice(0, 8)}`;
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: full, labels } });
  // Without its account no pod is let in.
  await cluster.kubectl("wait", "--for=create", "serviceaccount/default", "--namespace", full, "--timeout=30s");
  return {
    name: full,
    async [Symbol.asyncDispose]() {
      await cluster.kubectl("delete", "namespace", full, "--wait=false", "--ignore-not-found");
    },
  };
}

export interface PodOptions {
  readonly namespace: string;
  readonly command: readonly string[];
  readonly image?: string;
  readonly memoryLimit?: string;
  readonly cpuLimit?: string;
  readonly node?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Makes a Deployment of so many pods; without, one pod that is not started again. */
  readonly replicas?: number;
  /** Whatever else, over what the other options make. */
  readonly spec?: Partial<V1PodSpec>;
  /** `created` does not wait: for pods that crash or are refused later. */
  readonly until?: "running" | "created";
}

export interface StartedPod extends AsyncDisposable {
  readonly namespace: string;
  /** Of the pod; of a Deployment the names that it gave its pods. */
  readonly names: readonly string[];
  /** The first of them. */
  readonly name: string;
}

/** Starts a workload and waits until its containers run. Its container is called `main`. */
export async function startPod(cluster: Cluster, name: string, options: PodOptions): Promise<StartedPod> {
  const { namespace, replicas } = options;
  const labels = { app: name, ...options.labels };
  const spec = podSpec(options);
  const workload = replicas === undefined ? "pod" : "deployment";
  const selector = `app=${labels.app}`;
  await cluster.apply(
    replicas === undefined
      ? { apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels }, spec }
      : {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name, namespace, labels },
          spec: { replicas, selector: { matchLabels: { app: labels.app } }, template: { metadata: { labels }, spec } },
        },
  );
  const inNamespace = ["--namespace", namespace];
  if (options.until !== "created") {
    const wait =
      replicas === undefined
        ? ["wait", "--for=condition=Ready", `pod/${name}`, ...inNamespace, `--timeout=${startSeconds}s`]
        : ["rollout", "status", `deployment/${name}`, ...inNamespace, `--timeout=${startSeconds}s`];
    await cluster.kubectl(...wait).catch(async (error: ExecaError) => {
      const told = await cluster.kubectl("describe", "pods", "--selector", selector, ...inNamespace);
      throw new Error(`${workload} ${name} did not start: ${error.stderr}\n${told.slice(-3000)}`);
    });
  }
  const path = "jsonpath={.items[*].metadata.name}";
  const found = await cluster.kubectl("get", "pods", "--selector", selector, ...inNamespace, "--output", path);
  const names = found.split(" ").filter((one) => one !== "");
  return {
    namespace,
    names,
    name: names[0] ?? name,
    async [Symbol.asyncDispose]() {
      const now = ["--grace-period=0", "--force", "--ignore-not-found", "--wait=false"];
      await cluster.kubectl("delete", workload, name, ...inNamespace, ...now);
    },
  };
}

function podSpec({ command, image = leaksImage, replicas, ...options }: PodOptions): V1PodSpec {
  const limits = {
    ...(options.memoryLimit === undefined ? {} : { memory: options.memoryLimit }),
    ...(options.cpuLimit === undefined ? {} : { cpu: options.cpuLimit }),
  };
  return {
    restartPolicy: replicas === undefined ? "Never" : "Always",
    terminationGracePeriodSeconds: 1,
    ...(options.node === undefined ? {} : { nodeSelector: { "kubernetes.io/hostname": options.node } }),
    containers: [
      {
        name: "main",
        image,
        imagePullPolicy: "IfNotPresent",
        command: [...command],
        resources: { requests: { cpu: "10m", memory: "16Mi" }, limits },
      },
    ],
    ...options.spec,
  };
}
