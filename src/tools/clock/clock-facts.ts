import { boolean, number, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { decodeText } from "../text-lines.ts";
import type { Parsed, RawOutput } from "../tool.ts";

export const clockFactDeclarations = {
  kept: {
    kind: "boolean",
    description: "Something disciplines the clock: the kernel's flag STA_UNSYNC is not set (adjtimex(2)).",
  },
  maximumError: {
    kind: "number",
    unit: "seconds",
    optional: true,
    description:
      "How far the clock may be off at most, as whoever keeps it has told; grows by 500 µs a second from then on, and 16 s is where the kernel gives up.",
  },
  offset: {
    kind: "number",
    unit: "milliseconds",
    optional: true,
    description: "What is still to be corrected, without sign.",
  },
  source: {
    kind: "string",
    optional: true,
    description: "What the kernel tells the time by (current_clocksource): tsc, kvm-clock, hpet, acpi_pm…",
  },
  slowSource: {
    kind: "boolean",
    optional: true,
    description:
      "Reading that costs a microsecond and a system call (hpet, acpi_pm): the kernel has given up on the processor's own counter.",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof clockFactDeclarations, ParsedFact>>;

/** include/uapi/linux/timex.h */
const [unsynchronised, nanoseconds] = [0x40, 0x2000];

export function parseAdjtimex(output: RawOutput): Parsed {
  const values = readValues(output);
  const [status, offset, maximum] = ["status", "offset", "maxerror"].map((name) => whole(values.get(name)));
  if (status === undefined || offset === undefined || maximum === undefined)
    return { facts: {}, notes: [], problem: { code: "no-output", message: "the kernel's clock was not read" } };
  const source = values.get("source");
  const facts: Facts = {
    kept: boolean((status & unsynchronised) === 0),
    maximumError: number(maximum / 1e6, "seconds"),
    offset: number(Math.abs(offset) / ((status & nanoseconds) === 0 ? 1e3 : 1e6), "milliseconds"),
    ...(source === undefined
      ? {}
      : { source: string(source), slowSource: boolean(source === "hpet" || source === "acpi_pm") }),
  };
  return { facts, notes: [] };
}

export function parseTimedatectl(output: RawOutput): Parsed {
  const kept = readValues(output).get("NTPSynchronized");
  if (kept !== "yes" && kept !== "no")
    return { facts: {}, notes: [], problem: { code: "no-output", message: "systemd did not tell" } };
  return { facts: { kept: boolean(kept === "yes") }, notes: [] };
}

function readValues({ stdout }: RawOutput): ReadonlyMap<string, string> {
  const lines = decodeText(stdout.subarray(0, 10_000)).matchAll(/^(\w{1,40})=(.{1,200})$/gm);
  return new Map([...lines].map(([, name = "", value = ""]) => [name, value]));
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,19}$/.test(text) ? Number(text) : undefined;
}
