import type { Unit } from "../../documents/facts.generated.ts";

export interface AxisUnit {
  /** What a value is divided by. */
  readonly divisor: number;
  /** Stands once, at the axis. Empty for plain numbers. */
  readonly name: string;
}

const seconds: Readonly<Partial<Record<Unit, number>>> = {
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
};
const plain: Readonly<Partial<Record<Unit, string>>> = {
  percent: "%",
  "percent-of-core": "% of one core",
  samples: "samples",
  hertz: "Hz",
  "per-second": "per second",
};

/** A number with more digits is not read off an axis. */
const large = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
] as const;

/** The unit in which an axis up to `most` has short numbers. */
export function axisUnit(most: number, unit: Unit): AxisUnit {
  if (unit === "bytes" || unit === "bytes-per-second") {
    const power = Math.max(0, Math.min(5, Math.floor(Math.log2(Math.max(1, most)) / 10)));
    return {
      divisor: 1024 ** power,
      name: `${["B", "KiB", "MiB", "GiB", "TiB", "PiB"][power]}${unit === "bytes" ? "" : "/s"}`,
    };
  }
  const base = seconds[unit];
  if (base === undefined) {
    const [divisor, word] = large.find(([size]) => most >= size) ?? [1, ""];
    return { divisor, name: [word, plain[unit] ?? ""].filter((part) => part !== "").join(" ") };
  }
  const steps = [
    [1, "s"],
    [1e-3, "ms"],
    [1e-6, "µs"],
    [1e-9, "ns"],
  ] as const;
  const [size, name] = steps.find(([step]) => most * base >= step) ?? [1e-9, "ns"];
  return { divisor: size / base, name };
}
