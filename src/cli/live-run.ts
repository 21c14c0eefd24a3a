import { BundleWriter } from "../bundle/bundle-writer.ts";
import type { Plan, TargetSpec } from "../documents/plan.generated.ts";
import { DiagError } from "../errors.ts";
import { defaultFormats, formats } from "../report/formats.ts";
import type { SiteRun } from "../site/site.ts";
import { interruptible } from "./interruptible.ts";
import type { RunWords } from "./run-words.ts";
import { chooseView } from "./view/choose-view.ts";
import type { Terminal } from "./view/view.ts";

/** A bundle's folder with what it begins with. */
export function startBundle(folder: string, plan: Plan, playbook: Uint8Array): BundleWriter {
  const bundle = new BundleWriter(folder);
  try {
    bundle.putJson("plan.json", plan);
    bundle.put("playbook.yaml", playbook);
    return bundle;
  } catch (error) {
    bundle.discard();
    throw error;
  }
}

/**
 * Lets something happen before a person's eyes: shows its events, hands on Ctrl-C, and closes the bundle. A run that is
 * refused leaves no bundle; one that breaks after it told results keeps them.
 */
export async function withView<T>(
  { plan, bundle, run }: { readonly plan: Plan; readonly bundle: BundleWriter; readonly run: string },
  terminal: Terminal,
  options: RunWords,
  action: (run: SiteRun) => Promise<T>,
): Promise<T> {
  const view = await (await chooseView(terminal, options))(plan, terminal);
  const interrupt = interruptible();
  // The report's code is read while the tools watch, so that it is ready when they are.
  const warm = loadFormats(options.format);
  let hasResults = false;
  try {
    const done = await action({
      run,
      bundle,
      onEvent: (event) => {
        hasResults ||= event.kind === "step-finished";
        view.event(event);
      },
      onStatus: (text) => view.status(text),
      interrupt: interrupt.signal,
    });
    await warm;
    return done;
  } catch (error) {
    if (!hasResults || error instanceof DiagError) bundle.discard();
    throw error;
  } finally {
    interrupt.dispose();
    await view.close();
    bundle.close();
  }
}

/** `diag-2026-11-23-cpu-hot-4242` */
export function folderName(plan: Plan): string {
  return `diag-${new Date().toISOString().slice(0, 10)}-${plan.playbook.name}-${targetWord(plan.target)}`;
}

/** A container's name may hold what no folder should. */
export function targetWord(target: TargetSpec): string {
  if (target.kind === "host") return target.node ?? "host";
  if (target.kind === "process") return `${target.pid}`;
  return (target.pod?.name ?? target.name ?? target.id.slice(0, 12)).replaceAll(/[^A-Za-z0-9_.-]/g, "-").slice(0, 64);
}

async function loadFormats(wanted = defaultFormats): Promise<void> {
  await Promise.all(formats.filter(({ name }) => wanted.includes(name)).map((format) => format.load()));
}
