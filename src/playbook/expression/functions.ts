import type { Environment } from "@marcbachmann/cel-js";
import type { Unit } from "../../documents/facts.generated.ts";
import { formatNumber, formatQuantity } from "../../documents/format-quantity.ts";

/** Functions that write a number with its unit: name → unit of what they are given. `id` is for pids and their like. */
const formats: Readonly<Record<string, Unit>> = {
  id: "none",
  bytes: "bytes",
  percent: "percent",
  cores: "percent-of-core",
  duration: "seconds",
  milliseconds: "milliseconds",
  microseconds: "microseconds",
};

/** What expressions have beside CEL's own functions; docs/playbook-language.md describes each. */
export function registerFunctions(environment: Environment): void {
  for (const [name, unit] of Object.entries(formats)) {
    overload(environment, name, (value) => formatQuantity(value, unit));
  }
  overload(environment, "number", formatNumber);
  const plural = (count: number | bigint, one: string, many: string) =>
    `${formatNumber(Number(count))} ${Number(count) === 1 ? one : many}`;
  environment.registerFunction("plural(double, string, string): string", plural);
  environment.registerFunction("plural(int, string, string): string", plural);
  for (const [name, pick] of [
    ["min", Math.min],
    ["max", Math.max],
  ] as const) {
    environment.registerFunction(`${name}(double, double): double`, pick);
    environment.registerFunction(`${name}(int, int): double`, (a: bigint, b: bigint) => pick(Number(a), Number(b)));
    environment.registerFunction(`${name}(double, int): double`, (a: number, b: bigint) => pick(a, Number(b)));
    environment.registerFunction(`${name}(int, double): double`, (a: bigint, b: number) => pick(Number(a), b));
  }
}

function overload(environment: Environment, name: string, format: (value: number) => string): void {
  environment.registerFunction(`${name}(double): string`, format);
  environment.registerFunction(`${name}(int): string`, (value: bigint) => format(Number(value)));
}
