import { control, type Moment } from "./moments.ts";

/** One moment, and what came of it. */
export interface Trial {
  readonly moment: Moment;
  /** When the blow fell, in the life of the CLI; undefined where there was nothing to strike until its end. */
  readonly struckMs: number | undefined;
  /** When the CLI told of the node: the steps start. */
  readonly probedMs: number | undefined;
  readonly ranMs: number;
  /** `exit 4` or the signal that ended it. */
  readonly exitCode: string;
  /** The error of the CLI, or the last that it told. */
  readonly said: string;
  /** None where everything holds. */
  readonly problems: readonly string[];
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);

/** `# 7 docker      kill a tool       at  3.2 of  9.1 s  exit 4   "run complete"  holds` */
export function trialLine({ moment, struckMs, ranMs, exitCode, said, problems }: Trial): string {
  const when = struckMs === undefined ? "not" : `at ${seconds(struckMs).padStart(4)}`;
  return [
    `#${moment.number}`.padEnd(4),
    moment.site.padEnd(10),
    moment.blow.padEnd(16),
    `${when.padEnd(7)} of ${seconds(ranMs).padStart(4)} s`,
    exitCode.padEnd(8),
    JSON.stringify(said),
    problems.length === 0 ? "holds" : `DOES NOT HOLD: ${problems.join("; ")}`,
  ].join("  ");
}

/** Site × blow: how often it was tried, and how often everything held. A blow that never fell is no try; a run that nothing befell is one. */
export function trialTable(trials: readonly Trial[]): string {
  const rows = new Map<string, { tried: number; held: number }>();
  for (const { moment, struckMs, problems } of trials) {
    const key = `${moment.site.padEnd(10)}  ${moment.blow.padEnd(16)}`;
    const { tried, held } = rows.get(key) ?? { tried: 0, held: 0 };
    const fell = struckMs === undefined && moment.blow !== control ? 0 : 1;
    rows.set(key, { tried: tried + fell, held: held + (problems.length === 0 ? fell : 0) });
  }
  const line = (key: string, tried: number | string, held: number | string) =>
    `${key}  ${`${tried}`.padStart(5)}  ${`${held}`.padStart(4)}`;
  const all = [...rows.values()];
  const sum = (which: "tried" | "held") => all.reduce((total, row) => total + row[which], 0);
  return [
    line(`${"site".padEnd(10)}  ${"blow".padEnd(16)}`, "tried", "held"),
    ...[...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, { tried, held }]) => line(key, tried, held)),
    line("".padEnd(28), sum("tried"), sum("held")),
  ].join("\n");
}
