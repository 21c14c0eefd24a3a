import type { Plan } from "../../documents/plan.generated.ts";
import { readDocument } from "../../documents/read-document.ts";
import validatePlan from "../../documents/validate-plan.generated.js";
import { DiagError } from "../../errors.ts";
import type { V1Job, V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { isRunnerEnded } from "../supervisor.ts";
import { type Delivery, variables } from "./job.ts";
import { unpackText } from "./packed.ts";
import { annotations, labels, selector } from "./run-labels.ts";
import type { RunPod } from "./start-job.ts";
import { container } from "./tool-pod.ts";

/** A run as its Job tells of it. */
export interface ClusterRun {
  readonly run: string;
  readonly job: V1Job;
  readonly playbook: string;
  readonly target: string;
  readonly startedBy: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly startedAt: number;
  readonly expiresAt: number;
}

/** Every run that the tool namespace still has, the newest first. */
export async function listRuns(cluster: Cluster, namespace: string): Promise<ClusterRun[]> {
  const { items } = await cluster.get<{ readonly items: readonly V1Job[] }>({
    path: path`/apis/batch/v1/namespaces/${namespace}/jobs`,
    query: { labelSelector: selector },
    what: `list jobs in ${namespace}`,
  });
  return items.map(clusterRun).toSorted((a, b) => b.startedAt - a.startedAt);
}

function clusterRun(job: V1Job): ClusterRun {
  const { labels: marks = {}, annotations: notes = {}, creationTimestamp } = job.metadata ?? {};
  return {
    run: marks[labels.run] ?? "",
    job,
    playbook: marks[labels.playbook] ?? "",
    target: notes[annotations.target] ?? "",
    startedBy: notes[annotations.startedBy] ?? "",
    startedAt: Date.parse(String(creationTimestamp)),
    expiresAt: Date.parse(notes[annotations.expires] ?? ""),
  };
}

/**
 * The run that is meant by the start of its id.
 *
 * @throws DiagError `run-not-found`, or `target-ambiguous` where several begin so.
 */
export async function findRun(cluster: Cluster, namespace: string, start: string): Promise<ClusterRun> {
  const wanted = start.replace(/^diag-/, "");
  const runs = await listRuns(cluster, namespace);
  const [found, other] = runs.filter(({ run }) => run.startsWith(wanted));
  if (found === undefined) {
    throw new DiagError("run-not-found", `Namespace ${namespace} has no run ${start}`, {
      hint:
        runs.length === 0
          ? "It has none at all: a run goes when its bundle is fetched, or at its deadline."
          : "`diag runs` lists them.",
    });
  }
  if (other !== undefined && wanted !== found.run) {
    throw new DiagError("target-ambiguous", `Several runs begin with ${start}`, {
      hint: "Give more of the id; `diag runs` shows it.",
    });
  }
  return found;
}

/** The pod of a run; undefined where it has none, or has none any more. */
async function podOf(cluster: Cluster, { run, job }: ClusterRun): Promise<V1Pod | undefined> {
  const namespace = job.metadata?.namespace ?? "";
  const { items } = await cluster.get<{ readonly items: readonly V1Pod[] }>({
    path: path`/api/v1/namespaces/${namespace}/pods`,
    query: { labelSelector: `${labels.run}=${run}` },
    what: `list pods in ${namespace}`,
  });
  return items[0];
}

/** How far a run is, in a word or two for people. */
export async function stateOfRun(cluster: Cluster, run: ClusterRun): Promise<string> {
  const pod = await podOf(cluster, run);
  if (pod === undefined) return "no pod";
  const { namespace = "", name = "" } = pod.metadata ?? {};
  if (pod.status?.phase !== "Running") return (pod.status?.phase ?? "unknown").toLowerCase();
  const log = await cluster.stream(
    {
      path: path`/api/v1/namespaces/${namespace}/pods/${name}/log`,
      query: { container, tailLines: 1 },
      what: `get log of pod ${namespace}/${name}`,
    },
    AbortSignal.timeout(10_000),
  );
  let last = "";
  for await (const chunk of log) last += String(chunk);
  return isEnd(last) ? "ended, its bundle waits" : "running";
}

function isEnd(line: string): boolean {
  try {
    return isRunnerEnded(JSON.parse(line));
  } catch {
    return false;
  }
}

export interface Unpacked {
  readonly plan: Plan;
  readonly playbook: Uint8Array;
  readonly delivery: Delivery;
  readonly leastPrivilege: boolean;
}

/** What the Job carries of the run. @throws DiagError `bundle-damaged` where that is not what diag wrote. */
export function unpackRun({ job, run }: ClusterRun): Unpacked {
  const tool = job.spec?.template.spec?.containers.find(({ name }) => name === container);
  const variable = (name: string) => tool?.env?.find((one) => one.name === name)?.value ?? "";
  try {
    return {
      plan: readDocument<Plan>(
        unpackText(variable(variables.plan)),
        "diag/plan/v1",
        validatePlan,
        `the plan of run ${run}`,
      ),
      playbook: Buffer.from(unpackText(variable(variables.playbook))),
      delivery: (tool?.args ?? []).some((word) => word.includes("bundle-part")) ? "log" : "exec",
      leastPrivilege: tool?.securityContext?.privileged !== true,
    };
  } catch (cause) {
    throw new DiagError("bundle-damaged", `The Job of run ${run} does not carry a plan of diag`, {
      cause,
      hint: "It was changed, or made by another version; `diag cleanup --all` removes it.",
    });
  }
}

/** @throws DiagError `runner-lost` where the run has no pod. */
export async function runPod(cluster: Cluster, run: ClusterRun): Promise<RunPod> {
  const pod = await podOf(cluster, run);
  const { namespace = "", name: job = "" } = run.job.metadata ?? {};
  if (pod === undefined) {
    throw new DiagError("runner-lost", `Run ${run.run} has no pod: it was not made, or was deleted`, {
      hint: `kubectl describe job ${job} --namespace ${namespace}`,
    });
  }
  return { namespace, name: pod.metadata?.name ?? "", job };
}
