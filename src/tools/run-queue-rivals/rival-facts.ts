import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { containerId } from "../process/container-id.ts";

const shownRivals = 30;

export const rivalDeclarations = {
  rivals: {
    kind: "table",
    description: `The ${shownRivals} tasks that ran on the CPUs where threads of the target waited, by how long these waited for them. Without diag's own where they can be told.`,
    columns: {
      command: { kind: "string", description: "Name of the process (comm); swapper where the CPU was idle." },
      pid: { kind: "number", description: "Process id, as the host numbers it; by runqslower the thread id." },
      cgroup: {
        kind: "string",
        description:
          "Its cgroup of the cpu controller: 12 digits of a container's id, else the last part of its path. Empty where it is the root or not known.",
      },
      share: { kind: "number", unit: "percent", description: "Share of the waiting time." },
      time: { kind: "number", unit: "milliseconds", description: "Waiting time, added up over threads." },
      who: { kind: "string", description: "other, target (what else is in its container too), idle or diag." },
    },
  },
  waited: {
    kind: "number",
    unit: "percent-of-core",
    description: "Waiting time that was blamed on someone, per wall time. runqslower counts waits of 1 ms and more.",
  },
  othersShare: {
    kind: "number",
    unit: "percent",
    description: "Share of it in which others ran: neither the target, nor diag, nor nothing.",
  },
  ownShare: {
    kind: "number",
    unit: "percent",
    description: "Share in which the target's own threads ran, or others of its container.",
  },
  idleShare: {
    kind: "number",
    unit: "percent",
    description: "Share in which that CPU was idle: it was about to wake, or a quota held the thread back.",
  },
  diagShare: {
    kind: "number",
    unit: "percent",
    description: "Share in which diag's own programs ran. 0 where they cannot be told.",
  },
  topCommand: {
    kind: "string",
    optional: true,
    description: "The other that the target waited for longest: its name.",
  },
  topPid: { kind: "number", unit: "none", optional: true, description: "Its process id; by runqslower its thread id." },
  topShare: { kind: "number", unit: "percent", optional: true, description: "Its share of the waiting time." },
  topCgroup: {
    kind: "string",
    optional: true,
    description: "Its cgroup, as in the table. Absent where it is the root or not known.",
  },
  topContainer: {
    kind: "string",
    optional: true,
    description: "Its container, 12 digits of the id. Absent where it is in none, or not known.",
  },
} as const satisfies Record<string, FactDeclaration>;

type RivalFacts = Partial<Record<keyof typeof rivalDeclarations, ParsedFact>>;

export interface Rival {
  readonly command: string;
  readonly pid: number;
  readonly cgroup: string;
  readonly ms: number;
  readonly who: "other" | "target" | "idle" | "diag";
}

export function rivalFacts(rivals: readonly Rival[], seconds: number): RivalFacts {
  const sorted = rivals.toSorted((a, b) => b.ms - a.ms);
  const total = sorted.reduce((sum, { ms }) => sum + ms, 0);
  const share = (ms: number) => (total === 0 ? 0 : (100 * ms) / total);
  const of = (who: Rival["who"]) =>
    percent(share(sorted.reduce((sum, one) => sum + (one.who === who ? one.ms : 0), 0)));
  const top = sorted.find(({ who }) => who === "other");
  return {
    rivals: table(
      rivalDeclarations.rivals,
      sorted
        .filter(({ who }) => who !== "diag")
        .slice(0, shownRivals)
        .map(({ command, pid, cgroup, ms, who }) => [command, pid, shortName(cgroup), share(ms), ms, who]),
    ),
    waited: number(total / 10 / seconds, "percent-of-core"),
    othersShare: of("other"),
    ownShare: of("target"),
    idleShare: of("idle"),
    diagShare: of("diag"),
    ...(top === undefined ? {} : topFacts(top, share(top.ms))),
  };
}

function topFacts({ command, pid, cgroup }: Rival, share: number): RivalFacts {
  const container = containerOf(cgroup);
  return {
    topCommand: string(command),
    topPid: number(pid, "none"),
    topShare: percent(share),
    ...(cgroup === "" ? {} : { topCgroup: string(shortName(cgroup)) }),
    ...(container === undefined ? {} : { topContainer: string(container) }),
  };
}

/** bpftrace cuts names to 63 bytes, so that of a container's 64 digits the last may be missing. */
export function containerOf(cgroup: string): string | undefined {
  const full = containerId(`0::/${cgroup}`)?.slice(0, 12);
  return (
    full ??
    /^(?:(?:docker|cri-containerd|crio|libpod|containerd|nerdctl)-)?([0-9a-f]{12})[0-9a-f]{30,51}$/.exec(cgroup)?.[1]
  );
}

function shortName(cgroup: string): string {
  return containerOf(cgroup) ?? cgroup;
}
