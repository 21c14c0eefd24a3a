import { randomUUID } from "node:crypto";
import { DiagError } from "../../../errors.ts";
import { path } from "../../../target/kubernetes/cluster.ts";
import { jobOf } from "../job.ts";
import { dryRun } from "../manage-job.ts";
import { startedBy } from "../started-by.ts";
import { toolPod } from "../tool-pod.ts";
import type { Check, Examination } from "./check.ts";

interface NamespaceObject {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
}

interface Quota {
  readonly metadata?: { readonly name?: string };
  readonly status?: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

const levelLabel = "pod-security.kubernetes.io/enforce";

/** The namespace of the tool pods: whether it is there, its Pod Security level and its quota. */
export async function checkToolNamespace({ cluster, namespaces: { tool } }: Examination): Promise<Check[]> {
  const [found, quotas] = await Promise.all([
    cluster.ask<NamespaceObject>({ path: path`/api/v1/namespaces/${tool}`, what: `get namespace ${tool}` }),
    cluster.ask<{ readonly items: readonly Quota[] }>({
      path: path`/api/v1/namespaces/${tool}/resourcequotas`,
      what: `list resourcequotas in ${tool}`,
    }),
  ]);
  if (!found.ok && found.status === 404) return [absent(tool)];
  const topic = "namespace";
  const level = found.ok ? found.value.metadata?.labels?.[levelLabel] : undefined;
  const said =
    level === undefined ? `has no label ${levelLabel}: the cluster's default holds` : `Pod Security is ${level}`;
  return [
    found.ok
      ? { topic, state: "ok", text: `${tool}: ${said}` }
      : { topic, state: "unknown", text: `${tool}: its Pod Security level is not yours to see` },
    ...(quotas.ok
      ? quotas.value.items.map((one): Check => ({ topic: "quota", state: "ok", text: quotaText(one) }))
      : [{ topic: "quota", state: "unknown", text: `quotas of ${tool} are not yours to see` } as const]),
  ];
}

function absent(tool: string): Check {
  const namespace = tool === "diag" ? "" : ` --namespace ${tool}`;
  return {
    topic: "namespace",
    state: "no",
    text: `${tool} is not there, and tool pods run in it`,
    mend: `diag setup kubernetes${namespace} --apply, or --tool-namespace NAME`,
  };
}

/** `diag: pods 0 of 5, limits.cpu 0 of 10` */
function quotaText({ metadata, status }: Quota): string {
  const parts = Object.entries(status?.hard ?? {}).map(
    ([name, hard]) => `${name} ${status?.used?.[name] ?? 0} of ${hard}`,
  );
  return `${metadata?.name}: ${parts.join(", ")}`;
}

/** Asks the server whether it would let a tool pod in, of the largest kind; nothing is made. */
export async function checkToolPod(examination: Examination, node: string | undefined): Promise<Check> {
  const { cluster, namespaces, contained } = examination;
  const topic = "tool pod";
  const pod = toolPod(contained, {
    ...examination,
    node: node ?? "none",
    command: ["-c", "exec diag doctor --json"],
    env: {},
    deadlineSeconds: 60,
  });
  const job = jobOf({
    run: randomUUID(),
    namespace: namespaces.tool,
    playbook: "doctor",
    target: "the cluster",
    startedBy: startedBy(),
    now: cluster.now(),
    lifeSeconds: 60,
    pod,
  });
  try {
    await dryRun(cluster, job);
    const kind = examination.leastPrivilege ? "with least privilege" : "privileged";
    return { topic, state: "ok", text: `one with every tool, ${kind}, would be let in` };
  } catch (error) {
    if (!(error instanceof DiagError)) throw error;
    return {
      topic,
      state: "no",
      text: error.message,
      ...(error.hint === undefined ? {} : { mend: error.hint }),
    };
  }
}
