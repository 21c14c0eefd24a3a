import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Event, RunRefused } from "../../documents/event.generated.ts";
import type { Manifest } from "../../documents/manifest.generated.ts";
import type { Plan } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import type { V1Node, V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { fetchBundle } from "../fetch-bundle.ts";
import { followRunner, type RunnerEnd } from "../follow-runner.ts";
import { lost, refusal, stateOf } from "../runner-end.ts";
import type { SiteRun } from "../site.ts";
import type { ToldRun } from "../told-run.ts";
import { PrintedBundle } from "./bundle-in-log.ts";
import { fetchArchive } from "./fetch-archive.ts";
import { type Delivery, inside } from "./job.ts";
import { execInPod } from "./pod-exec.ts";
import { podLog } from "./pod-log.ts";
import type { RunPod } from "./start-job.ts";
import { targetEnd } from "./target-end.ts";
import { container } from "./tool-pod.ts";
import { whyEnding, whyGone } from "./why-gone.ts";

export interface RunningRun {
  readonly plan: Plan;
  readonly pod: RunPod;
  readonly delivery: Delivery;
  readonly leastPrivilege: boolean;
}

/** Beyond the plan's deadline: start-up, the kill at the deadline, slow links, an API server that restarts. */
const marginMs = 180_000;

/**
 * Follows a run to its end and brings its bundle home, from wherever it is by now: the one who started it and the one who
 * fetches it later come this way.
 *
 * @throws DiagError of the runner; `bundle-unfetched` where the bundle is there and could not be had;
 *   `runner-lost` where there is none.
 */
export async function bringHome(
  cluster: Cluster,
  { plan, pod, delivery, leastPrivilege }: RunningRun,
  run: SiteRun,
  told: ToldRun,
): Promise<void> {
  const printed = new PrintedBundle();
  const onOther = (value: unknown) => {
    printed.add(value);
    told.add(value);
  };
  const end = await follow(cluster, plan, pod, delivery, run, onOther);
  const manifest = await fetchHome(cluster, pod, delivery, printed, end, run);
  const [toolbox, ending] = await Promise.all([
    toolboxOf(cluster, pod),
    endingOf(cluster, manifest, plan, pod, run).catch(() => ({})),
  ]);
  const { files: _files, ...home } = manifest;
  run.bundle.putManifest({
    ...home,
    ...stateOf(manifest, end),
    ...ending,
    site: "kubernetes",
    toolbox: { ...toolbox, privileges: leastPrivilege ? "least" : "privileged" },
  });
}

/** Why a run ended early, where the API knows more of it than the runner. */
async function endingOf(
  cluster: Cluster,
  { state, steps }: Manifest,
  { target }: Plan,
  pod: RunPod,
  { interrupt }: SiteRun,
): Promise<Partial<Pick<Manifest, "state" | "reason">>> {
  if (state === "interrupted" && !interrupt.aborted) {
    const reason = await whyEnding(cluster, pod);
    return reason === undefined ? {} : { state: "stopped", reason };
  }
  const isTargetGone = state === "stopped" && steps.some(({ reason }) => reason?.code === "target-gone");
  if (!isTargetGone || target.kind !== "container" || target.pod === undefined) return {};
  const { id, pod: place } = target;
  const told = await targetEnd(cluster, { id, pod: place });
  return told === undefined ? {} : { reason: `the target ended: ${told}` };
}

async function follow(
  cluster: Cluster,
  plan: Plan,
  pod: RunPod,
  delivery: Delivery,
  run: SiteRun,
  onOther: (value: unknown) => void,
): Promise<RunnerEnd> {
  let refused: RunRefused | undefined;
  const onEvent = (event: Event) => {
    if (event.kind === "run-refused") refused = event;
    else run.onEvent(event);
  };
  const interrupt = () => void stopRunner(cluster, pod, delivery).catch(() => {});
  run.interrupt.addEventListener("abort", interrupt);
  if (run.interrupt.aborted) interrupt();
  try {
    const end = await followRunner(podLog(cluster, pod), {
      onEvent,
      onOther,
      untilMs: plan.deadlineMs + marginMs,
    });
    if (refused !== undefined) throw refusal(refused);
    return end;
  } catch (error) {
    if (!(error instanceof DiagError && error.code === "cluster-unreachable")) throw error;
    throw unfetched(
      `The run goes on, and cannot be followed: ${error.message}`,
      `Follow it again later: ${fetchWords(pod)}.`,
    );
  } finally {
    run.interrupt.removeEventListener("abort", interrupt);
  }
}

/** The first Ctrl-C: the steps end, and what there is comes home. Without exec the pod's own end does it, with its log still followed. */
async function stopRunner(cluster: Cluster, pod: RunPod, delivery: Delivery): Promise<void> {
  if (delivery === "exec") {
    await execInPod(cluster, pod, ["/bin/sh", "-c", `kill -s INT "$(cat ${inside.supervisor})"`]);
    return;
  }
  const { namespace, name } = pod;
  await cluster.ask({
    method: "DELETE",
    path: path`/api/v1/namespaces/${namespace}/pods/${name}`,
    query: { gracePeriodSeconds: 30 },
    what: `delete pod ${namespace}/${name}`,
  });
}

async function fetchHome(
  cluster: Cluster,
  pod: RunPod,
  delivery: Delivery,
  printed: PrintedBundle,
  end: RunnerEnd,
  run: SiteRun,
): Promise<Manifest> {
  const folder = mkdtempSync(join(tmpdir(), "diag-fetch-"));
  const file = join(folder, "bundle.tgz");
  try {
    if (delivery === "log") writeFileSync(file, takePrinted(printed, pod), { mode: 0o600 });
    else await fetchArchive(cluster, pod, file, async () => (await whyGone(cluster, pod)) !== undefined);
    const manifest = await fetchBundle(() => unpacked(file), run.bundle);
    if (manifest !== undefined) return manifest;
  } catch (error) {
    if (error instanceof DiagError && error.code !== "cluster-unreachable") throw error;
    const gone = await whyGone(cluster, pod).catch(() => undefined);
    if (gone !== undefined) throw lost(gone, end, "`kubectl describe node`");
    const message = `The run has ended, and its bundle could not be fetched: ${(error as Error).message}`;
    throw unfetched(message, `It waits in the cluster for a while: ${fetchWords(pod)}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw lost(`the runner ended with ${end.exitCode} before it wrote anything`, end, "`kubectl describe pod`");
}

function unpacked(file: string): Readable {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

function takePrinted(printed: PrintedBundle, pod: RunPod): Buffer {
  const { archive } = printed;
  const digest = archive === undefined ? undefined : createHash("sha256").update(archive.content).digest("hex");
  if (archive !== undefined && digest === archive.sha256) return archive.content;
  throw new Error(
    `the log of pod ${pod.name} does not hold all of the bundle: it is larger than the node keeps of a log, or the pod has ended`,
  );
}

function unfetched(message: string, hint: string): DiagError {
  return new DiagError("bundle-unfetched", message, { hint });
}

function fetchWords({ job }: RunPod): string {
  return `\`diag fetch ${job.replace(/^diag-/, "")}\``;
}

/** What ran where: for the report's manifest. */
async function toolboxOf(cluster: Cluster, { namespace, name }: RunPod) {
  const what = `get pod ${namespace}/${name}`;
  const found = await cluster.ask<V1Pod>({ path: path`/api/v1/namespaces/${namespace}/pods/${name}`, what });
  const status = found.ok ? found.value.status?.containerStatuses?.find((one) => one.name === container) : undefined;
  const nodeName = found.ok ? found.value.spec?.nodeName : undefined;
  const node =
    nodeName === undefined
      ? undefined
      : await cluster.ask<V1Node>({ path: path`/api/v1/nodes/${nodeName}`, what: `get node ${nodeName}` });
  const info = node?.ok ? node.value.status?.nodeInfo : undefined;
  return {
    engine:
      info === undefined
        ? "kubernetes"
        : `kubernetes ${info.kubeletVersion}, ${info.containerRuntimeVersion.replace("://", " ")}`,
    image: (found.ok ? found.value.spec?.containers[0]?.image : undefined) ?? status?.image ?? "",
    digest: digestOf(status?.imageID ?? ""),
  };
}

/** `registry/name@sha256:…` or `sha256:…` */
function digestOf(imageId: string): string {
  return /sha256:[0-9a-f]{64}/.exec(imageId)?.[0] ?? imageId;
}
