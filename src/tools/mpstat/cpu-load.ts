import { decodeText } from "../text-lines.ts";

/** Where one CPU's time went in one second, or in the mean of several. Percent. */
export interface CpuLoad {
  readonly user: number;
  readonly system: number;
  readonly iowait: number;
  readonly irq: number;
  readonly softirq: number;
  readonly steal: number;
  readonly idle: number;
}

/**
 * CPU name (`all`, `0`, `1`…) → its loads, a second each, from `mpstat -o JSON`. Each is an object without others in
 * it, so they are read one by one: output that was cut off is no valid JSON, but all of it counts.
 */
export function cpuLoads(bytes: Uint8Array): Map<string, CpuLoad[]> {
  const loads = new Map<string, CpuLoad[]>();
  for (const [text] of decodeText(bytes).matchAll(/\{"cpu": ?"(?:all|\d{1,6})",[^{}]{1,500}\}/g)) {
    const entry = parse(text);
    const cpu = entry?.["cpu"];
    if (entry === undefined || typeof cpu !== "string") continue;
    const known = loads.get(cpu);
    if (known === undefined) loads.set(cpu, [load(entry)]);
    else known.push(load(entry));
  }
  return loads;
}

export function meanLoad(loads: readonly CpuLoad[]): CpuLoad {
  const mean = (field: keyof CpuLoad) => loads.reduce((sum, one) => sum + one[field], 0) / Math.max(1, loads.length);
  return {
    user: mean("user"),
    system: mean("system"),
    iowait: mean("iowait"),
    irq: mean("irq"),
    softirq: mean("softirq"),
    steal: mean("steal"),
    idle: mean("idle"),
  };
}

function load(entry: Readonly<Record<string, unknown>>): CpuLoad {
  const field = (name: string) => {
    const value = Number(entry[name] ?? 0);
    return value >= 0 && value <= 100 ? value : 0;
  };
  return {
    user: field("usr") + field("nice") + field("guest") + field("gnice"),
    system: field("sys"),
    iowait: field("iowait"),
    irq: field("irq"),
    softirq: field("soft"),
    steal: field("steal"),
    idle: field("idle"),
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
