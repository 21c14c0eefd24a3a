/** A list of ranges, as in `0-3,8,10-11` (cpuset(7), list format). Undefined when it is none. */
function ranges(list: string | undefined): (readonly [low: number, high: number])[] | undefined {
  if (list === undefined) return undefined;
  const found: (readonly [number, number])[] = [];
  for (const range of list.trim().split(",")) {
    const [, low, high = low] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range) ?? [];
    if (low === undefined || Number(high) < Number(low)) return undefined;
    found.push([Number(low), Number(high)]);
  }
  return found;
}

/** How many CPUs a list of ranges names. Undefined when it is none. */
export function cpuListCount(list: string | undefined): number | undefined {
  return ranges(list)?.reduce((count, [low, high]) => count + high - low + 1, 0);
}

/** Whether a list of ranges names a CPU; one that is none names all. */
export function cpuListHas(list: string | undefined, cpu: number): boolean {
  return ranges(list)?.some(([low, high]) => low <= cpu && cpu <= high) ?? true;
}
