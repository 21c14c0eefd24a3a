import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { claimFolder } from "../bundle/claim-folder.ts";
import type { ContainerTarget } from "../documents/plan.generated.ts";
import { DiagError } from "../errors.ts";
import { buildOverview, type Diagnosed, type Overview } from "../report/overview/overview.ts";
import { overviewFiles } from "../report/overview/overview-files.ts";
import type { V1Pod } from "../target/kubernetes/api-types.ts";
import type { Cluster } from "../target/kubernetes/cluster.ts";
import { chooseSite } from "./choose-site.ts";
import { clusterOf } from "./cluster-of.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { runExitCode } from "./fail-on.ts";
import { findPods, targetOf } from "./find-pods.ts";
import { type Finished, finishInPlace } from "./finish-bundle.ts";
import { interruptible } from "./interruptible.ts";
import { startBundle, targetWord } from "./live-run.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";
import { overviewLines } from "./overview-lines.ts";
import { planFor, wantedBy } from "./prepare-plan.ts";
import type { RunCommandOptions } from "./run-words.ts";
import { ManyView } from "./view/many-view.ts";
import type { Terminal } from "./view/view.ts";

/** Runs at the same time: each holds three streams to the API server, and a tool pod. */
const concurrency = 4;

interface Job {
  readonly loaded: LoadedPlaybook;
  readonly options: RunCommandOptions;
  readonly cluster: Cluster;
  readonly folder: string;
  readonly view: ManyView;
  readonly interrupt: AbortSignal;
}

/** `diag run --selector`: one playbook on several pods at once; a bundle and a report for each, and one summary. */
export async function runMany(
  loaded: LoadedPlaybook,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (options.detach) {
    throw new DiagError("usage", "--detach and several pods do not go together", {
      hint: "Detach runs of one pod each, or wait for these.",
    });
  }
  const startedAt = new Date().toISOString();
  const cluster = await clusterOf(options);
  const { pods, all } = await findPods(cluster, options);
  const { name, version, title } = loaded.playbook.metadata;
  const folder = claimFolder(options.out, `diag-${startedAt.slice(0, 10)}-${name}-${pods.length}-pods`);
  const view = new ManyView(options.quiet ? undefined : terminal);
  const interrupt = interruptible();
  const results = await diagnoseAll(pods, { loaded, options, cluster, folder, view, interrupt: interrupt.signal });
  interrupt.dispose();
  view.close();
  const overview = buildOverview(
    {
      playbook: { name, version, title },
      selection: options.selector === undefined ? `${options.pod}` : `selector ${options.selector}`,
      startedAt,
      omitted: all - pods.length,
    },
    results.map(({ diagnosed }) => diagnosed),
  );
  for (const { path, text } of overviewFiles(overview)) writeFileSync(join(folder, path), text);
  print(overview, folder, options, terminal);
  return worstExit(results, options);
}

interface Result {
  readonly diagnosed: Diagnosed;
  readonly finished?: Finished;
}

/** Some at a time; no more are begun when `--max-errors` have failed, or the user wants the end. */
async function diagnoseAll(pods: readonly V1Pod[], job: Job): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...pods];
  const tooMany = () =>
    results.filter(({ finished }) => finished === undefined).length >
    (job.options.maxErrors ?? Number.POSITIVE_INFINITY);
  const worker = async () => {
    for (let pod = waiting.shift(); pod !== undefined; pod = waiting.shift()) {
      const label = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
      const node = pod.spec?.nodeName ?? "";
      if (job.interrupt.aborted)
        results.push({ diagnosed: { label, node, error: "not begun: the run was interrupted" } });
      else if (tooMany())
        results.push({
          diagnosed: { label, node, error: `not begun: ${job.options.maxErrors} and more have failed (--max-errors)` },
        });
      else results.push(await diagnose(pod, { label, node }, job));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

async function diagnose(
  pod: V1Pod,
  about: { readonly label: string; readonly node: string },
  job: Job,
): Promise<Result> {
  const { loaded, options, cluster, view, interrupt } = job;
  try {
    const target: ContainerTarget = await targetOf(cluster, pod, options, wantedBy(loaded));
    const plan = planFor(loaded, target, options);
    const site = await chooseSite(options, loaded.bytes);
    const name = targetWord(target);
    const folder = claimFolder(join(job.folder, name), name);
    const bundle = startBundle(folder, plan, loaded.bytes);
    const onStatus = (text: string) => view.status(about.label, text);
    const run = { run: randomUUID(), bundle, onEvent: view.events(about.label, plan), onStatus, interrupt };
    const { gone } = await site.execute(plan, run).catch((error: unknown) => {
      bundle.discard();
      throw error;
    });
    bundle.close();
    const finished = await finishInPlace(folder, { ...options, playbook: loaded.playbook });
    await gone;
    view.done(about.label, finished.report.verdict);
    return { diagnosed: { ...about, report: finished.report, folder: name }, finished };
  } catch (error) {
    if (!(error instanceof DiagError)) throw error;
    view.failed(about.label, error.message);
    const hint = error.hint === undefined ? "" : ` ${error.hint}`;
    return { diagnosed: { ...about, error: `${error.message}.${hint}` } };
  }
}

function print(overview: Overview, folder: string, options: RunCommandOptions, terminal: Terminal): void {
  const text = options.json
    ? JSON.stringify({ ...overview, folder }, null, 2)
    : [...overviewLines(overview, terminal), "", `summary  ${join(folder, "summary.html")}`].join("\n");
  process.stdout.write(`${text}\n`);
}

/** A finding first, then what is missing, then what could not be reached. */
function worstExit(results: readonly Result[], { failOn }: RunCommandOptions): ExitCode {
  const exits = results.map(({ finished }) =>
    finished === undefined
      ? exitCode.unreachable
      : runExitCode(finished.bundle.manifest, finished.findings.findings, failOn),
  );
  const order: readonly ExitCode[] = [
    exitCode.interrupted,
    exitCode.findings,
    exitCode.incomplete,
    exitCode.unreachable,
  ];
  return order.find((one) => exits.includes(one)) ?? exitCode.done;
}
