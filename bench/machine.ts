import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** What the figures depend on; nothing that tells whose machine it is. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown CPU";
  const kernel = /^Linux version (\d+\.\d+\.\d+)/.exec(readFileSync("/proc/version", "utf8"))?.[1] ?? "unknown";
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `${date} · ${model}, ${cpus().length} cores, ${gibibytes} GiB · Linux ${kernel} · Node ${process.versions.node}`;
}
