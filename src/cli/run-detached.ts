import { randomUUID } from "node:crypto";
import { DiagError } from "../errors.ts";
import { startRun } from "../site/kubernetes/kubernetes.ts";
import { deliveryOf, kubernetesOptions } from "./choose-site.ts";
import { placeOf } from "./command/site-options.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { interruptible } from "./interruptible.ts";
import type { LoadedPlaybook } from "./load-playbook.ts";
import { preparePlan } from "./prepare-plan.ts";
import type { RunCommandOptions } from "./run-words.ts";
import { plainStatus } from "./view/plain-view.ts";
import type { Terminal } from "./view/view.ts";

/** `diag run --detach`: the run is in the cluster, and this side may go. */
export async function runDetached(
  loaded: LoadedPlaybook,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (placeOf(options) !== "kubernetes") {
    throw new DiagError("usage", "--detach needs a run in a cluster", {
      hint: "Use it with --pod or --node; elsewhere start diag in the background.",
    });
  }
  const plan = await preparePlan(loaded, options);
  const made = await kubernetesOptions(options, loaded.bytes);
  const site = { ...made, delivery: await deliveryOf(made, options) };
  const run = randomUUID();
  const interrupt = interruptible();
  try {
    const onStatus = options.quiet ? () => {} : (text: string) => plainStatus(terminal, text);
    await startRun(site, plan, { run, onStatus, interrupt: interrupt.signal });
  } finally {
    interrupt.dispose();
  }
  const id = run.slice(0, 13);
  const text = options.json
    ? JSON.stringify({ run, namespace: site.namespace, windowMs: plan.windowMs })
    : `run ${id} has started and takes ${plan.windowMs / 1000} s; its bundle then waits ${site.keepSeconds} s\nfetch it with: diag fetch ${id}`;
  process.stdout.write(`${text}\n`);
  return exitCode.done;
}
