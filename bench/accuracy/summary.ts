import { median } from "../median.ts";
import type { Trial } from "./try-fault.ts";

/** The whole benchmark as Markdown. */
export function summary(trials: readonly Trial[], failed: readonly string[]): string {
  const own = trials.filter(({ fault, playbook }) => fault.playbooks.includes(playbook));
  const others = trials.filter((trial) => !own.includes(trial));
  return [
    ...figures(own, others),
    "",
    ...ownTable(own),
    "",
    ...misses(trials),
    ...(failed.length === 0 ? [] : ["", "## Could not be tried", "", ...failed.map((one) => `- ${one}`)]),
  ].join("\n");
}

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
    `| time to report, median | ${(median(own.map(({ wallMs }) => wallMs)) / 1000).toFixed(1)} s | |`,
    `| throughput lost while diag is attached, median | ${costs.length === 0 ? "–" : `${median(costs).toFixed(1)} %`} of ${costs.length} runs | |`,
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
      const lost = cost === undefined ? "" : `${cost.toFixed(1)} %`;
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
