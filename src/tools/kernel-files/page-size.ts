import { flatKeyed } from "./flat-keyed.ts";

/** Page sizes of the architectures that Node runs on. */
const sizes = [4096, 8192, 16_384, 65_536];

/** /proc/meminfo in bytes, by name; its lines are `MemTotal:  24684136 kB`. */
export function meminfo(text: string | undefined): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [, name = "", value] of (text ?? "").matchAll(/^([\w()]{1,40}):\s+(\d{1,15}) kB$/gm)) {
    found.set(name, Number(value) * 1024);
  }
  return found;
}

/** /proc/vmstat counts in pages what /proc/meminfo tells in KiB; both are read a moment apart. */
export function pageSize(vmstat: string | undefined, memory: ReadonlyMap<string, number>): number {
  const pages = flatKeyed(vmstat)["nr_mapped"];
  const bytes = memory.get("Mapped");
  if (pages === undefined || bytes === undefined || pages === 0) return 4096;
  const ratio = bytes / pages;
  return sizes.toSorted((a, b) => Math.abs(a - ratio) - Math.abs(b - ratio))[0] ?? 4096;
}
