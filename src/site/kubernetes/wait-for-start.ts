import type { CoreV1Event, V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { usableNode } from "../../target/kubernetes/usable-node.ts";
import { watch } from "../../target/kubernetes/watch.ts";
import { labels } from "./run-labels.ts";
import { deleted, eventState, notStarted, podState, type StartState, withSecrets } from "./start-state.ts";

export interface Waiting {
  readonly namespace: string;
  readonly run: string;
  readonly job: string;
  readonly image: string;
  readonly onStatus: (text: string) => void;
  readonly interrupt: AbortSignal;
}

export type Started =
  | { readonly kind: "started"; readonly pod: V1Pod }
  | { readonly kind: "absent-mount"; readonly path: string }
  | { readonly kind: "interrupted" };

/** Without a pull: room that comes free, a kubelet that is busy. */
const patienceMs = 60_000;
/** While an image is being pulled. */
const pullMs = 600_000;
/** After an API server has come back: controllers, scheduler and kubelet each take up to a minute to be there again. */
const recoveryMs = 180_000;

/**
 * Watches the Job's pod, and the events about both, until the tool container runs; tells what it waits for as it changes.
 *
 * @throws DiagError `pod-rejected` or `pod-not-started`, with the cluster's own words and the mend.
 */
export async function waitForStart(cluster: Cluster, waiting: Waiting): Promise<Started> {
  const { namespace, run, job, image, onStatus, interrupt } = waiting;
  const stop = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<Started>();
  let said = "";
  let absentSecrets: string | undefined;
  let nodeName: string | undefined;
  const wait = (ms: number) => setTimeout(() => onSilence().catch(reject), ms);
  let timer = wait(patienceMs);
  const take = (state: StartState, pod?: V1Pod) => {
    nodeName = pod?.spec?.nodeName ?? nodeName;
    if (state.kind === "failed") reject(withSecrets(state.error, absentSecrets, namespace));
    else if (state.kind === "absent-secrets") absentSecrets = state.names;
    else if (state.kind === "absent-mount") resolve(state);
    else if (state.kind === "started" && pod !== undefined) resolve({ kind: "started", pod });
    else if (state.kind === "waiting" && state.text !== said) {
      said = state.text;
      onStatus(said);
      clearTimeout(timer);
      timer = wait(said.startsWith("pulling") ? pullMs : patienceMs);
    }
  };
  const onInterrupt = () => resolve({ kind: "interrupted" });
  interrupt.addEventListener("abort", onInterrupt);
  if (interrupt.aborted) onInterrupt();
  watchPods().catch(reject);
  // Who may not read events waits without reasons.
  watchEvents().catch(() => {});
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop.abort();
    interrupt.removeEventListener("abort", onInterrupt);
  }

  async function onSilence() {
    const before = said;
    // Asked for the sake of an answer: a cluster that gives none is told as that.
    await cluster.ask({ path: path`/apis/batch/v1/namespaces/${namespace}/jobs/${job}`, what: `get job ${job}` });
    if (stop.signal.aborted || said !== before) return;
    const recovering = recoveryMs - cluster.calmMs;
    if (recovering > 0) {
      timer = wait(Math.min(recovering, patienceMs));
      return;
    }
    // A kubelet that does not answer takes up no pod, and tells nothing.
    if (nodeName !== undefined) await usableNode(cluster, nodeName);
    throw notStarted(job, said || "its pod was not made");
  }

  async function watchPods() {
    const request = {
      path: path`/api/v1/namespaces/${namespace}/pods`,
      query: { labelSelector: `${labels.run}=${run}` },
      what: `watch pods in ${namespace}`,
    };
    const seen = new Set<string>();
    for await (const { type, object } of watch<V1Pod>(cluster, request, stop.signal)) {
      const name = object.metadata?.name ?? "";
      const isGoing = type === "DELETED" || object.metadata?.deletionTimestamp !== undefined;
      // One that goes when first seen is of a Job before this one.
      if (isGoing && seen.has(name)) take(deleted(name));
      if (isGoing) continue;
      seen.add(name);
      take(podState(object, image), object);
    }
  }

  async function watchEvents() {
    const request = { path: path`/api/v1/namespaces/${namespace}/events`, what: `watch events in ${namespace}` };
    for await (const { object } of watch<CoreV1Event>(cluster, request, stop.signal)) {
      const state = object.involvedObject.name?.startsWith(job) ? eventState(object) : undefined;
      if (state !== undefined) take(state);
    }
  }
}
