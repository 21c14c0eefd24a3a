import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Plan } from "../../src/documents/plan.generated.ts";
import { diag, startDiag } from "../cli/diag.ts";
import { mountDisk } from "./full-disk.ts";
import { control, type Moment, momentIn, type RunLength } from "./moments.ts";
import { openBundle } from "./open-bundle.ts";
import { plannedSteps, writeChaosPlaybook } from "./playbook.ts";
import { markedProcesses, processText } from "./processes.ts";
import type { ChaosSite, Place } from "./site.ts";
import type { Trial } from "./trial.ts";
import { type Aftermath, problemsOf, type Statuses } from "./verdict.ts";

/** Beyond the deadline, for an engine that is slow to remove what has ended. */
const slackSeconds = 45;
/** No run takes so long: its window is six seconds. */
const hangSeconds = 300;

/**
 * Starts a run, strikes it at its moment, and looks at what there is when everything should have gone.
 *
 * @param length How long a run takes that nobody disturbs.
 */
export async function strikeRun(site: ChaosSite, moment: Moment, length: RunLength): Promise<Trial> {
  const name = `chaos-${process.pid}-${moment.number}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    await using disk = moment.blow === "fill the disk" ? await mountDisk(join(folder, "disk")) : undefined;
    await using place = await site.startPlace(name);
    const out = join(folder, disk === undefined ? "bundle" : "disk/bundle");
    const mark = `DIAG_CHAOS=${name}`;
    const marked = () => markedProcesses(mark, out);
    const run = startRun(writeChaosPlaybook(folder, name), out, name, place);
    const { after, ms } = momentIn(length, moment.at);
    if (after === "the probe") await Promise.race([run.probed, run.ended]);
    await Promise.race([sleep(ms), run.ended]);

    let struckMs: number | undefined;
    while (moment.blow !== control && struckMs === undefined && !run.hasEnded()) {
      const ageMs = run.ageMs();
      const isStruck =
        moment.blow === "kill the CLI"
          ? run.kill()
          : (disk?.fill() ?? (await place.strike(moment.blow, moment.pick, marked())));
      if (isStruck) struckMs = ageMs;
      else await Promise.race([sleep(20), run.ended]);
    }
    const hangs = (await Promise.race([run.ended, sleep(hangSeconds * 1000, "hangs", { ref: false })])) === "hangs";
    if (hangs) run.kill();
    disk?.free();

    // Whoever is left without a bundle asks for it, as the error says.
    const isMissing = moment.blow === "kill the CLI" || /^error bundle-unfetched: /m.test(run.said());
    const isFetched = isMissing ? await fetchAfterwards(place, join(folder, "fetched")) : false;
    const gone = Date.now() + 1000 * (slackSeconds + site.keepSeconds) + deadlineOf(out);
    const left = await leftAfter(gone, async () => [...marked().map(processText), ...(await place.left())]);
    const folders = [out, ...(isFetched ? [join(folder, "fetched")] : [])];
    const opened = await Promise.all(folders.map(openBundle));
    const aftermath: Aftermath = {
      planned: plannedSteps,
      told: toldBy(run.said()),
      broke: /^error internal: /m.test(run.said()),
      hangs,
      left,
      bundles: opened.flatMap((bundle) => bundle ?? []),
    };
    const { exitCode, ranMs } = await run.ended;
    return {
      moment,
      struckMs,
      probedMs: run.probedMs(),
      ranMs,
      exitCode,
      said: lastWords(run.said()),
      problems: problemsOf(aftermath),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function startRun(file: string, out: string, name: string, place: Place) {
  const startedAt = performance.now();
  const ageMs = () => Math.round(performance.now() - startedAt);
  const child = startDiag(["run", file, ...place.words, "--out", out], {
    env: { ...place.env, DIAG_CHAOS: name },
    // Ctrl-C is not for it.
    detached: true,
  });
  let said = "";
  let hasEnded = false;
  let probedMs: number | undefined;
  const probed = new Promise<void>((resolve) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      said += String(chunk);
      if (probedMs !== undefined || !/Z probe: /.test(said)) return;
      probedMs = ageMs();
      resolve();
    });
  });
  const ended = child.then(({ exitCode, signal }) => {
    hasEnded = true;
    return { exitCode: signal === undefined ? `exit ${exitCode}` : signal, ranMs: ageMs() };
  });
  return {
    said: () => said,
    probed,
    probedMs: () => probedMs,
    hasEnded: () => hasEnded,
    ageMs,
    kill: () => child.kill("SIGKILL"),
    ended,
  };
}

/** Whatever the run told as done, wherever it was by then: `2026-11-28T20:50:00.000Z soon: ok after 2.0 s`. */
function toldBy(said: string): Statuses {
  const lines = said.matchAll(/^\S+Z (\w+): (ok|partial|failed|skipped) after /gm);
  return Object.fromEntries([...lines].map(([, step, status]) => [step, status]));
}

/** Its error, or the last thing that it told. */
function lastWords(said: string): string {
  const lines = said.trim().split("\n");
  const line = lines.find((one) => one.startsWith("error ")) ?? lines.at(-1) ?? "";
  return line.replace(/^\S+Z /, "").slice(0, 100) || "nothing";
}

async function fetchAfterwards(place: Place, out: string): Promise<boolean> {
  const words = await place.fetchWords?.();
  if (words === undefined) return false;
  await diag(["fetch", ...words, "--out", out], { env: place.env, detached: true });
  return true;
}

/** The plan's own deadline; nothing has been started where there is none. */
function deadlineOf(out: string): number {
  const file = join(out, "plan.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Plan).deadlineMs : 0;
}

/** What is left when nothing may be left any more; returns at once when nothing is. */
async function leftAfter(deadline: number, look: () => Promise<string[]>): Promise<string[]> {
  for (;;) {
    const left = await look();
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(500);
  }
}
