import type { Property } from "../provenance.ts";
import type { Report } from "../report.ts";
import { dateAndClock } from "./clock.ts";

/** What identifies a run, in the order in which somebody asks. */
export function runProperties({ playbook, provenance }: Report): Property[] {
  const { run, state, diag, site, startedAt, finishedAt, playbookDigest, params } = provenance;
  const shown = Object.entries(params).map(
    ([name, value]) => `${name} = ${Array.isArray(value) ? value.join(", ") : value}`,
  );
  return [
    { name: "run", value: `${run}, ${state}` },
    { name: "started", value: dateAndClock(startedAt) },
    ...(finishedAt === undefined ? [] : [{ name: "finished", value: dateAndClock(finishedAt) }]),
    { name: "playbook", value: `${playbook.name} ${playbook.version}` },
    { name: "digest of the playbook", value: playbookDigest },
    { name: "params", value: shown.join("; ") || "none" },
    { name: "diag", value: diag },
    { name: "site", value: site },
  ];
}
