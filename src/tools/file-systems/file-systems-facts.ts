import { number, percent, string, table } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { textLines } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import type { FileSystem, FileSystemsEnd } from "./mount.ts";

const shownId = 12;
const bytes = (description: string) => ({ kind: "number", unit: "bytes", description }) as const;
const share = (description: string) => ({ kind: "number", unit: "percent", description }) as const;
const place = (description: string) => ({ kind: "string", optional: true, description }) as const;

export const fileSystemFactDeclarations = {
  fileSystems: {
    kind: "table",
    description: "Local file systems that can be written, the fullest first, in bytes or in inodes (statfs(2)).",
    columns: {
      path: { kind: "string", description: "Where it is mounted." },
      container: { kind: "string", description: "The container that alone has it mounted; else empty." },
      type: { kind: "string", description: "ext4, xfs, tmpfs…" },
      source: { kind: "string", description: "What is mounted." },
      size: bytes("Its size; 0 without a limit."),
      available: bytes("What programs without root can still get."),
      availableShare: share("Of what they could get at most, as df(1) counts; 100 without a limit."),
      inodes: { kind: "number", unit: "count", description: "Inodes; 0 where it makes them as it needs them." },
      inodesFreeShare: share("Of those free; 100 where it makes them as it needs them."),
      turnedReadOnly: {
        kind: "boolean",
        description: "It is mounted to be written and is read-only: the kernel has made it so after an error.",
      },
    },
  },
  count: { kind: "number", unit: "count", description: "Those file systems." },
  fullest: place("Where the one with the least space is mounted, and in which container."),
  leastAvailable: { ...bytes("What programs can still get there."), optional: true },
  leastAvailableShare: { ...share("Of what they could get at most."), optional: true },
  toFree: { ...bytes("What would have to be freed there for a tenth to be available; 0 where it is."), optional: true },
  fewestInodes: place("Where the one with the fewest free inodes is mounted, and in which container."),
  leastInodesShare: { ...share("Inodes that are free there."), optional: true },
  leastInodesTotal: { kind: "number", unit: "count", optional: true, description: "Of so many." },
  turnedReadOnly: {
    kind: "number",
    unit: "count",
    description: "File systems that the kernel made read-only after an error.",
  },
  turnedReadOnlyPath: place("Where the first of those is mounted."),
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof fileSystemFactDeclarations, ParsedFact>>;

const mostShown = 40;

/** `diag helper file-systems` */
export function parseFileSystems(output: RawOutput): Parsed {
  const all: FileSystem[] = [];
  let end: FileSystemsEnd | undefined;
  try {
    for (const line of textLines(output.stdout, 100_000)) {
      const value = JSON.parse(line) as FileSystem | FileSystemsEnd;
      if (value.kind === "file-system") all.push(value);
      else if (value.kind === "end") end = value;
    }
    if (all.length === 0) throw new Error("nothing was measured");
    return { facts: factsOf(all), notes: notesOf(end) };
  } catch {
    return { facts: {}, notes: [], problem: { code: "no-output", message: "no file system was measured" } };
  }
}

function factsOf(all: readonly FileSystem[]): Facts {
  const bySpace = all.filter(({ size }) => size > 0).toSorted((a, b) => spaceShare(a) - spaceShare(b));
  const byInodes = all.filter(({ inodes }) => inodes > 0).toSorted((a, b) => inodeShare(a) - inodeShare(b));
  const [fullest, fewest, [turned, ...more]] = [bySpace[0], byInodes[0], all.filter(isTurned)];
  const urgency = (one: FileSystem) => Math.min(spaceShare(one), inodeShare(one));
  return {
    fileSystems: table(
      fileSystemFactDeclarations.fileSystems,
      all
        .toSorted((a, b) => urgency(a) - urgency(b))
        .slice(0, mostShown)
        .map((one) => [
          ...[one.path, one.container?.slice(0, shownId) ?? "", one.type, one.source, one.size, one.available],
          ...[spaceShare(one), one.inodes, inodeShare(one), isTurned(one)],
        ]),
    ),
    count: number(all.length, "count"),
    ...(fullest === undefined
      ? {}
      : {
          fullest: string(placeOf(fullest)),
          leastAvailable: number(fullest.available, "bytes"),
          leastAvailableShare: percent(spaceShare(fullest)),
          toFree: number(Math.max(0, usable(fullest) / 10 - fullest.available), "bytes"),
        }),
    ...(fewest === undefined
      ? {}
      : {
          fewestInodes: string(placeOf(fewest)),
          leastInodesShare: percent(inodeShare(fewest)),
          leastInodesTotal: number(fewest.inodes, "count"),
        }),
    turnedReadOnly: number(turned === undefined ? 0 : 1 + more.length, "count"),
    ...(turned === undefined ? {} : { turnedReadOnlyPath: string(placeOf(turned)) }),
  };
}

/** Of a tmpfs of a mount namespace the path alone says little. */
function placeOf({ path, container }: FileSystem): string {
  return container === undefined ? path : `${path} of container ${container.slice(0, shownId)}`;
}

/** As df(1): what is kept for root counts as neither used nor available. */
function usable({ size, free, available }: FileSystem): number {
  return Math.max(1, size - free + available);
}

function spaceShare(one: FileSystem): number {
  return one.size > 0 ? (100 * one.available) / usable(one) : 100;
}

function inodeShare({ inodes, inodesFree }: FileSystem): number {
  return inodes > 0 ? (100 * inodesFree) / inodes : 100;
}

function isTurned({ readOnly, superReadOnly }: FileSystem): boolean {
  return superReadOnly && !readOnly;
}

function notesOf(end: FileSystemsEnd | undefined): string[] {
  if (end === undefined) return ["Cut short: not every file system was looked at."];
  return [
    ...(end.hidden > 0
      ? [`Processes that could not be looked into: ${end.hidden}. What only they have mounted is not told.`]
      : []),
    ...(end.remote > 0
      ? [`File systems that are elsewhere (over a network, FUSE) and were not asked: ${end.remote}.`]
      : []),
  ];
}
