import { setTimeout as sleep } from "node:timers/promises";
import { DiagError } from "../../errors.ts";
import type { V1Job, V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { clusterError } from "../../target/kubernetes/cluster-error.ts";
import { rejection } from "./start-state.ts";

/**
 * Asks the server whether it would take the Job's pod, and makes nothing: Pod Security, quotas and admission policies answer
 * at once, where a Job would only have events.
 *
 * @returns the server's time; its warnings are for the reader.
 * @throws DiagError `pod-rejected`; `target-not-found` where the tool namespace is not there.
 */
export async function dryRun(cluster: Cluster, job: V1Job): Promise<void> {
  const { namespace = "", name = "" } = job.metadata ?? {};
  const { metadata, spec } = job.spec?.template ?? {};
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { ...metadata, name: `${name}-check`, namespace }, spec };
  const answer = await cluster.ask<V1Pod>({
    method: "POST",
    path: path`/api/v1/namespaces/${namespace}/pods`,
    query: { dryRun: "All" },
    body: pod,
    what: `create a pod in ${namespace}`,
  });
  if (answer.ok) return;
  if (answer.status === 404) throw noNamespace(namespace);
  if (answer.status === 403 && isRight(answer.message)) {
    // Who may make Jobs but no pods goes without the check: the Job's events tell then.
    return;
  }
  if (answer.status === 403 || answer.status === 422 || answer.status === 400) throw rejection(answer.message);
  throw clusterError(`create a pod in ${namespace}`, answer);
}

/** @throws DiagError where the cluster does not take it. */
export async function createJob(cluster: Cluster, job: V1Job): Promise<void> {
  const { namespace = "" } = job.metadata ?? {};
  const what = `create jobs in ${namespace}`;
  const answer = await cluster.ask<V1Job>({
    method: "POST",
    path: path`/apis/batch/v1/namespaces/${namespace}/jobs`,
    body: job,
    what,
  });
  // The name is the run's own: it is there when an earlier attempt came through and its answer did not.
  if (answer.ok || answer.reason === "AlreadyExists") return;
  if (answer.status === 404) throw noNamespace(namespace);
  throw answer.status === 403 && !isRight(answer.message) ? rejection(answer.message) : clusterError(what, answer);
}

/** Removes the Job and its pod; nothing to do where they are gone. */
export async function deleteJob(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const what = `delete job ${namespace}/${name}`;
  const answer = await cluster.ask({
    method: "DELETE",
    path: path`/apis/batch/v1/namespaces/${namespace}/jobs/${name}`,
    query: { propagationPolicy: "Background", gracePeriodSeconds: 0 },
    what,
  });
  if (!answer.ok && answer.status !== 404) throw clusterError(what, answer);
}

/** Removes the Job, and returns when its name is free again. */
export async function deleteAndWait(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await deleteJob(cluster, namespace, name);
  const request = {
    path: path`/apis/batch/v1/namespaces/${namespace}/jobs/${name}`,
    what: `get job ${namespace}/${name}`,
  };
  for (let tries = 0; tries < 50 && (await cluster.ask(request)).ok; tries++) await sleep(200);
}

/** RBAC's own words, where admission has others. */
function isRight(message: string): boolean {
  return /User ".*" cannot |is forbidden: User /.test(message);
}

function noNamespace(namespace: string): DiagError {
  return new DiagError("target-not-found", `The cluster has no namespace ${namespace} for the tool pod`, {
    hint: "`diag setup kubernetes --apply` makes it; --tool-namespace names another one.",
  });
}
