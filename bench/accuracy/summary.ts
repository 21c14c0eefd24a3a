import { machine } from "../machine.ts";
import { median } from "../median.ts";
import type { Trial } from "./try-fault.ts";

/** The whole benchmark as Markdown. `explained` is what people found out of its misses. */
export function summary(
  trials: readonly Trial[],
  failed: readonly string[],
  {
    ranMs,
    takenOver,
    leftOut,
    commit,
    explained,
  }: {
    readonly ranMs: number;
    readonly takenOver: number;
    readonly leftOut: number;
    readonly commit: string;
    readonly explained: string;
  },
): string {
  const own = trials.filter(({ fault, playbook }) => fault.playbooks.includes(playbook));
  const others = trials.filter((trial) => !own.includes(trial));
  return [
    "# Does it diagnose?",
    "",
    `${machine()} · commit ${commit} · \`npm run bench:accuracy\` ran ${Math.round(ranMs / 60_000)} min${takenOver === 0 ? "" : ` and took over ${takenOver} of ${trials.length} trials from runs before it of the same faults, playbooks and tools`}.${leftOut === 0 ? "" : ` ${leftOut} were not reached in the time it was given.`}`,
    "",
    ...figures(own, others),
    "",
    howMeasured,
    "",
    ...ownTable(own),
    "",
    ...misses(trials),
    ...(failed.length === 0 ? [] : ["", "## Could not be tried", "", ...failed.map((one) => `- ${one}`)]),
    "",
    ...(explained === "" ? [] : [explained, ""]),
  ].join("\n");
}

const howMeasured = `Every workload is a folder of [test/faults](../test/faults): programs, and the truth that findings are held against. Its
own playbooks run on it one after the other, with their default windows or those that \`fault.yaml\` asks for. Where a cost stands,
nothing else was tried at that time: what the workload gets done each second before, while and after tells the cost, and how much
before and after differ tells the noise. All other playbooks run side by
side, up to six at a time, over the shortest window of use; what alarms there is tried again alone, and that counts, as the
neighbours are real load. A check that fails to say anything counts as a false alarm.`;

function figures(own: readonly Trial[], others: readonly Trial[]): string[] {
  const all = [...own, ...others];
  const sum = (list: readonly Trial[], count: (trial: Trial) => number) =>
    list.reduce((total, trial) => total + count(trial), 0);
  const found = sum(all, ({ judged }) => judged.found.length);
  const demanded = found + sum(all, ({ judged }) => judged.missed.length);
  const named = sum(all, ({ judged }) => judged.named.length);
  const falseAlarms = sum(all, ({ judged }) => judged.falseAlarms.length);
  const true_ = found + sum(all, ({ judged }) => judged.allowed.length);
  const healthy = all.filter(({ fault }) => fault.kind === "healthy");
  const faults = (kind: string) => new Set(all.flatMap(({ fault }) => (fault.kind === kind ? [fault.name] : []))).size;
  const languages = [...new Set(all.map(({ fault }) => fault.language))].toSorted();
  const costs = own.flatMap(({ cost }) => (cost === undefined ? [] : [cost]));
  const share = (part: number, whole: number) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);
  return [
    "| figure | value | target |",
    "| --- | --- | --- |",
    `| faulty and healthy workloads | ${faults("faulty")} and ${faults("healthy")}, in ${languages.join(", ")} | ≥ 24 and ≥ 10 |`,
    `| recall: causes that were found | ${share(found, demanded)} (${found} of ${demanded}) | ≥ 95 % |`,
    `| cause named: function, peer, limit or process | ${share(named, demanded)} (${named} of ${demanded}) | ≥ 90 % |`,
    `| precision: warn and fail that are true | ${share(true_, true_ + falseAlarms)} (${true_} of ${true_ + falseAlarms}) | |`,
    `| warn or fail on healthy workloads | ${sum(healthy, ({ judged }) => judged.falseAlarms.length)} in ${healthy.length} runs | 0 |`,
    `| every playbook on every other's workload | ${sum(others, ({ judged }) => judged.falseAlarms.length)} false in ${others.length} runs | 0 |`,
    `| of these tried again alone | ${others.filter(({ again }) => again).length} runs | |`,
    `| time to report, median | ${(median(own.map(({ wallMs }) => wallMs)) / 1000).toFixed(1)} s | |`,
    `| throughput lost while diag is attached, median | ${costs.length === 0 ? "–" : `${median(costs.map(({ lost }) => lost)).toFixed(1)} %`} of ${costs.length} runs, noise ${costs.length === 0 ? "–" : `${median(costs.map(({ noise }) => noise)).toFixed(1)} %`} | |`,
  ];
}

function ownTable(own: readonly Trial[]): string[] {
  const rows = own.toSorted(
    (a, b) =>
      a.playbook.localeCompare(b.playbook) ||
      a.fault.kind.localeCompare(b.fault.kind) ||
      a.fault.name.localeCompare(b.fault.name),
  );
  return [
    "| playbook | workload | | found | named | false | report | cost |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(({ playbook, fault, judged, wallMs, cost }) => {
      const demanded = judged.found.length + judged.missed.length;
      const of = (part: number) => (demanded === 0 ? "–" : `${part} of ${demanded}`);
      const what = `${fault.name} (${fault.language})`;
      const lost = cost === undefined ? "" : `${cost.lost.toFixed(1)} ± ${cost.noise.toFixed(1)} %`;
      return `| ${playbook} | ${what} | ${fault.kind} | ${of(judged.found.length)} | ${of(judged.named.length)} | ${judged.falseAlarms.length} | ${(wallMs / 1000).toFixed(1)} s | ${lost} |`;
    }),
  ];
}

function misses(trials: readonly Trial[]): string[] {
  const lines = trials.flatMap(({ fault, playbook, judged }) => [
    ...judged.missed.map((one) => `- ${fault.name}: **missed** ${one.finding}. It said ${text(one.said)}`),
    ...judged.unnamed.map(
      (one) => `- ${fault.name}: ${one.finding} **does not name** ${one.lacks.join(", ")}: ${text(one.said)}`,
    ),
    ...judged.falseAlarms.map((one) => `- ${fault.name}, by ${playbook}: **false** ${one.finding}: ${text(one.said)}`),
  ]);
  return lines.length === 0 ? ["No miss and no false alarm."] : ["## Misses and false alarms", "", ...lines];
}

function text(said: string): string {
  return `“${said.replaceAll("\n", " ")}”`;
}
