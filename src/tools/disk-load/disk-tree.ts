import type { Sample } from "../tool.ts";

/**
 * The disks below each block device, by number: a partition is on its disk, a volume of device mapper or md on those that it is made
 * of. Requests are queued and counted at the lowest ones.
 */
export function diskTree({ files }: Sample): ReadonlyMap<string, readonly string[]> {
  const disks = new Map<string, string>();
  const numbers = new Map<string, string>();
  const slaves = new Map<string, string[]>();
  for (const [path, text] of Object.entries(files)) {
    const [, disk, part, slave] = /^\/sys\/block\/([^/]+)\/(?:([^/]+)\/)?(?:([^/]+)\/)?dev$/.exec(path) ?? [];
    // `device` leads out of the disk, to the controller: a device of another kind, which has a number as well.
    if (disk === undefined || part === "device") continue;
    if (slave !== undefined) slaves.set(disk, [...(slaves.get(disk) ?? []), slave]);
    else disks.set(text.trim(), disk);
    if (slave === undefined) numbers.set(text.trim(), part ?? disk);
  }
  const diskOf = new Map([...numbers].map(([number, name]) => [name, disks.get(number) ?? name]));
  const below = (name: string, depth: number): string[] => {
    const disk = diskOf.get(name) ?? name;
    const made = slaves.get(disk);
    return made === undefined || depth > 8 ? [disk] : made.flatMap((one) => below(one, depth + 1));
  };
  return new Map([...numbers].map(([number, name]) => [number, [...new Set(below(name, 0))]]));
}
