import { boolean, number, string } from "../fact.ts";
import type { FactDeclaration, ParsedFact } from "../fact-declaration.ts";
import { readSamples } from "../samples.ts";
import { pidsOf } from "../target-pids.ts";
import type { NodeTarget, Parsed, RawOutput, Tool } from "../tool.ts";
import { readResolvConf } from "./resolv-conf.ts";

const resolverFactDeclarations = {
  nameservers: { kind: "string", description: "In the order in which they are asked, by commas (resolv.conf(5))." },
  servers: { kind: "number", unit: "count", description: "How many of them are used: three at the most." },
  search: { kind: "string", description: "Search domains, by commas; empty where there are none." },
  domains: { kind: "number", unit: "count", description: "How many." },
  ndots: {
    kind: "number",
    unit: "none",
    description: "A name with fewer dots is tried with each search domain first (options ndots; 1 by default).",
  },
  timeout: {
    kind: "number",
    unit: "seconds",
    description: "How long a server is waited for (options timeout; 5 s by default).",
  },
  attempts: { kind: "number", unit: "count", description: "How often each is asked (options attempts; 2 by default)." },
  rotates: { kind: "boolean", description: "The servers take turns (options rotate)." },
  separateSockets: {
    kind: "boolean",
    description:
      "A and AAAA are asked from two sockets, or one after the other (options single-request-reopen, single-request).",
  },
} as const satisfies Record<string, FactDeclaration>;

type Facts = Partial<Record<keyof typeof resolverFactDeclarations, ParsedFact>>;

const paths = (target: NodeTarget) => [`/proc/${pidsOf(target)[0] ?? 1}/root/etc/resolv.conf`];

/** How the target's C library looks names up: its resolv.conf. One look. */
export const resolver: Tool = {
  name: "resolver",
  title: "how the target looks names up",
  arguments: {},
  facts: resolverFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "procfs",
      precision: "Read once, through /proc/PID/root. A program that brings a resolver of its own may go another way.",
      requires: [{ kind: "capability", anyOf: ["SYS_PTRACE", "SYS_ADMIN"], reason: "read the target's own files" }],
      overhead: { cpuPercentOfCore: 0, basis: "one file read once" },
      collect: (_, { target }) => ({ kind: "samples", paths: paths(target), intervalMs: 1_000, windowMs: 0 }),
      parse: parseResolver,
    },
  ],
};

function parseResolver(output: RawOutput): Parsed {
  const [sample] = readSamples(output.stdout);
  const text = Object.entries(sample?.files ?? {}).find(([path]) => path.endsWith("/resolv.conf"))?.[1];
  if (text === undefined)
    return {
      facts: {},
      notes: [],
      problem: { code: "no-output", message: "the target has no resolv.conf, or it could not be read" },
    };
  const { nameservers, search, ndots, timeout, attempts, rotates, separateSockets } = readResolvConf(text);
  const facts: Facts = {
    nameservers: string(nameservers.join(", ")),
    servers: number(Math.min(3, nameservers.length), "count"),
    search: string(search.join(", ")),
    domains: number(search.length, "count"),
    ndots: number(ndots, "none"),
    timeout: number(timeout, "seconds"),
    attempts: number(attempts, "count"),
    rotates: boolean(rotates),
    separateSockets: boolean(separateSockets),
  };
  return { facts, notes: [] };
}
