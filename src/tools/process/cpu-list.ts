/** How many CPUs a list of ranges names, as in `0-3,8,10-11` (cpuset(7), list format). Undefined when it is none. */
export function cpuListCount(list: string | undefined): number | undefined {
  if (list === undefined) return undefined;
  let count = 0;
  for (const range of list.trim().split(",")) {
    const [, low, high = low] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range) ?? [];
    if (low === undefined || Number(high) < Number(low)) return undefined;
    count += Number(high) - Number(low) + 1;
  }
  return count;
}
