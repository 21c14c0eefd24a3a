import { number } from "../fact.ts";
import { textLines } from "../text-lines.ts";
import { type GcPauseFacts, gcPauseFacts } from "./gc-pause-facts.ts";

/**
 * What bpftrace prints at its end; times are in nanoseconds:
 *
 *     @count[2]: 14
 *     @time[2]: 812345678
 *     @longest[2]: 61234567
 *     @found[2]: 120
 *     @second[3]: 91234567
 *     watched 10001234567
 */
export function pythonFacts(stdout: Uint8Array): GcPauseFacts | undefined {
  const maps = new Map<string, Map<number, number>>();
  let watched = 0;
  for (const line of textLines(stdout)) {
    const end = /^watched (\d{1,18})$/.exec(line)?.[1];
    if (end !== undefined) watched = Number(end) / 1e9;
    const [, map, key, value] = /^@(count|time|longest|found|second)\[(\d{1,4})\]: (\d{1,18})$/.exec(line) ?? [];
    if (map === undefined) continue;
    const entries = maps.get(map) ?? new Map<number, number>();
    maps.set(map, entries.set(Number(key), Number(value)));
  }
  if (watched <= 0) return undefined;
  const map = (name: string) => maps.get(name) ?? new Map<number, number>();
  const counts = [...map("count")];
  const oldest = Math.max(...counts.map(([generation]) => generation), 2);
  const kinds = counts.map(([generation, count]) => ({
    name: `generation ${generation}`,
    count,
    seconds: (map("time").get(generation) ?? 0) / 1e9,
    isFull: generation === oldest,
  }));
  const found = [...map("found").values()].reduce((sum, count) => sum + count, 0);
  return {
    ...gcPauseFacts({
      watched,
      kinds,
      longestSeconds: Math.max(0, ...map("longest").values()) / 1e9,
      stops: [...map("second")].map(([second, ns]) => [second + 1, ns / 1e9]),
    }),
    found: number(found, "count"),
  };
}
