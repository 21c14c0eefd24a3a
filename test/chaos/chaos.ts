/**
 * Strikes real runs at random moments and holds what is left of them against three promises: nothing of diag outlives its
 * deadline, every bundle opens and says what is missing, and no result that was told is lost. `npm run test:chaos`, as root.
 *
 * - `--moments N` of them, 100 where it is not said.
 * - `--site local,docker,kubernetes` names some of the sites.
 * - `--seed S` strikes at the moments of a run of before; its number is printed.
 * - `--only 7,12` of those moments, to look at them again.
 *
 * Ctrl-C strikes no more; what is under way comes to its end, and is counted.
 */
import { parseArgs } from "node:util";
import { startDockerSite } from "./docker-site.ts";
import { startKubernetesSite } from "./kubernetes-site.ts";
import { localSite } from "./local-site.ts";
import { blowsOf, chooseMoments, control, type Moment, type RunLength, type SiteName } from "./moments.ts";
import type { ChaosSite } from "./site.ts";
import { strikeRun } from "./strike-run.ts";
import { type Trial, trialLine, trialTable } from "./trial.ts";

const startSite: Readonly<Record<SiteName, () => Promise<ChaosSite>>> = {
  local: async () => localSite,
  docker: startDockerSite,
  kubernetes: startKubernetesSite,
};

const { values } = parseArgs({
  options: {
    moments: { type: "string", default: "100" },
    site: { type: "string", default: Object.keys(blowsOf).join() },
    seed: { type: "string", default: `${Date.now() % 1_000_000}` },
    only: { type: "string" },
  },
});
const siteNames = values.site.split(",").map(siteNamed);
const only = values.only?.split(",").map(Number);
const isWanted = ({ number }: Moment) => only?.includes(number) ?? true;
const moments = chooseMoments(Number(values.seed), Number(values.moments), siteNames).filter(isWanted);
console.log(`moments of seed ${values.seed}`);

let isStopped = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    isStopped = true;
  });
}

const trials: Trial[] = [];
for (const name of siteNames) {
  const here = moments.filter(({ site }) => site === name);
  if (here.length === 0 || isStopped) continue;
  await using site = await startSite[name]();
  const undisturbed = await strike(
    site,
    { number: 0, site: name, blow: control, at: 0, pick: 0 },
    { startMs: 0, restMs: 0 },
  );
  if (undisturbed.exitCode !== "exit 0") throw new Error(`a run at ${name} does not even work undisturbed`);
  const startMs = undisturbed.probedMs ?? 0;
  const length = { startMs, restMs: undisturbed.ranMs - startMs };
  // While the API server stands still, so do all other runs.
  const alone = here.filter(({ blow }) => blow === "pause the API");
  const together = here.filter((moment) => !alone.includes(moment));
  await Promise.all(Array.from({ length: site.atATime }, () => strikeEach(site, together, length)));
  await strikeEach(site, alone, length);
}
console.log(`\n${trialTable(trials)}`);
process.exitCode = trials.every(({ problems }) => problems.length === 0) ? 0 : 1;

/** Takes moments from the queue until it is empty, or somebody stops it. */
async function strikeEach(site: ChaosSite, queue: Moment[], length: RunLength): Promise<void> {
  for (let moment = queue.shift(); moment !== undefined && !isStopped; moment = queue.shift()) {
    await strike(site, moment, length);
  }
}

async function strike(site: ChaosSite, moment: Moment, length: RunLength): Promise<Trial> {
  const trial = await strikeRun(site, moment, length);
  trials.push(trial);
  console.log(trialLine(trial));
  return trial;
}

function siteNamed(word: string): SiteName {
  const name = (Object.keys(blowsOf) as SiteName[]).find((one) => one === word);
  if (name === undefined) throw new Error(`there is no site ${word}: ${Object.keys(blowsOf).join(", ")}`);
  return name;
}
