import { claimFolder } from "../bundle/claim-folder.ts";
import { DiagErrors } from "../errors.ts";
import { readPlaybook } from "../playbook/read-playbook.ts";
import { bringHome } from "../site/kubernetes/bring-home.ts";
import { deleteJob } from "../site/kubernetes/manage-job.ts";
import { findRun, runPod, unpackRun } from "../site/kubernetes/runs.ts";
import { ToldRun } from "../site/told-run.ts";
import { tools } from "../tools/registry.ts";
import { clusterOf } from "./cluster-of.ts";
import { type ClusterOptions, toolNamespaceOf } from "./command/cluster-options.ts";
import type { ExitCode } from "./exit-code.ts";
import { folderName, startBundle, withView } from "./live-run.ts";
import { finishRun } from "./run-playbook.ts";
import type { RunWords } from "./run-words.ts";
import { terminalOf } from "./view/view.ts";

export interface FetchOptions extends ClusterOptions, RunWords {
  /** Leave the bundle in the cluster for others. */
  readonly leave?: boolean;
}

/** `diag fetch`: follows a run to its end, whoever started it, and brings its bundle home. */
export async function fetchRun(start: string, options: FetchOptions): Promise<ExitCode> {
  const terminal = terminalOf(process.env, options);
  const cluster = await clusterOf(options);
  const found = await findRun(cluster, toolNamespaceOf(options), start);
  const { plan, playbook: text, ...how } = unpackRun(found);
  const read = readPlaybook(text, "playbook.yaml", tools);
  if (!read.ok) throw new DiagErrors(read.errors);
  const pod = await runPod(cluster, found);
  const folder = claimFolder(options.out, folderName(plan));
  const bundle = startBundle(folder, plan, text);
  await withView({ plan, bundle, run: found.run }, terminal, options, (run) =>
    bringHome(cluster, { plan, pod, ...how }, run, new ToldRun(bundle, "kubernetes")),
  );
  const gone = options.leave ? Promise.resolve() : deleteJob(cluster, pod.namespace, pod.job);
  return finishRun({ folder, gone }, { playbook: read.playbook }, options, terminal);
}
