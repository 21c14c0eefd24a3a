/** Step → how it ended. */
export type Statuses = Readonly<Record<string, string>>;

/** What a bundle is worth to who opens it. */
export interface Opened {
  /** Why `diag report` could not open it. */
  readonly error?: string;
  readonly state: string;
  readonly steps: Statuses;
  /** Steps that have facts. */
  readonly facts: readonly string[];
}

/** What there was when everything that a run may leave should have gone. */
export interface Aftermath {
  /** Steps that the playbook has. */
  readonly planned: readonly string[];
  /** What the CLI had told as done before the blow or after it. */
  readonly told: Statuses;
  /** The CLI ended by an error that it calls a bug of its own. */
  readonly broke: boolean;
  /** The CLI did not come to an end. */
  readonly hangs: boolean;
  /** Processes, containers, pods and mounts of the run. */
  readonly left: readonly string[];
  /** The bundle in the folder that the user gave, and one that was fetched afterwards. */
  readonly bundles: readonly Opened[];
}

/** What does not hold of a run that was struck: nothing of it is left, its bundle opens, no result is lost that was told. Pure. */
export function problemsOf({ planned, told, broke, hangs, left, bundles }: Aftermath): string[] {
  return [
    ...(broke ? ["the CLI broke"] : []),
    ...(hangs ? ["the CLI does not end"] : []),
    ...left.map((what) => `${what} is left`),
    ...bundles.flatMap((bundle) => bundleProblems(bundle, planned)),
    ...Object.entries(told).flatMap(([step, status]) => {
      if (bundles.length === 0) return [`${step} was told as ${status}, and there is no bundle`];
      const problems = bundles.map((bundle) => lossOf(step, status, bundle));
      return problems.includes(undefined) ? [] : problems.slice(-1).flatMap((problem) => problem ?? []);
    }),
  ];
}

function bundleProblems({ error, state, steps }: Opened, planned: readonly string[]): string[] {
  if (error !== undefined) return [`the bundle does not open: ${error}`];
  const missing = planned.filter((step) => steps[step] === undefined);
  if (state !== "complete" || missing.length === 0) return [];
  return [`the bundle calls itself complete without ${missing.join(", ")}`];
}

/** What a bundle lacks of a step that was told; undefined where it has all of it. */
function lossOf(step: string, status: string, { steps, facts }: Opened): string | undefined {
  const found = steps[step];
  // What did not work is no result that could be lost.
  if (found === undefined && (status === "failed" || status === "skipped")) return undefined;
  if (found !== status) return `${step} was told as ${status}, and the bundle says ${found ?? "nothing"} of it`;
  const hasOutput = status === "ok" || status === "partial";
  return hasOutput && !facts.includes(step)
    ? `${step} was told as ${status}, and its facts are not in the bundle`
    : undefined;
}
