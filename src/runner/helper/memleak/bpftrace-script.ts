import { bpftraceLimits } from "../../../tools/bpftrace-limits.ts";
import { type Allocator, cxxDelete, cxxNew } from "./allocator.ts";
import { type BreakpointSite, cheapSite, entrySite } from "./breakpoint-site.ts";

/** As many outstanding allocations as the tables hold, of 80 bytes of kernel memory each. */
export const capacity = 131_072;

export const bpftraceEnvironment = bpftraceLimits({ mapKeys: capacity });

export interface TraceScript {
  readonly sampledOneIn: number;
  readonly seconds: number;
  readonly minimumAgeMs: number;
  /** Breakpoints may stand within a function. */
  readonly withOffsets: boolean;
}

/** How the size of what is asked for stands in the arguments. */
const sizes: Readonly<Record<string, string>> = {
  malloc: "arg0",
  calloc: "arg0 * arg1",
  realloc: "arg1",
  posix_memalign: "arg2",
  aligned_alloc: "arg1",
  memalign: "arg1",
  valloc: "arg0",
  pvalloc: "arg0",
  ...Object.fromEntries(cxxNew.map((name) => [name, "arg0"])),
};
const frees = ["free", ...cxxDelete];

/** Where the breakpoint of a function stands: one that also stops its return stands at its start. */
function siteOf(allocator: Allocator, name: string, withOffsets: boolean): BreakpointSite | undefined {
  const code = allocator.functions.get(name)?.code;
  if (code === undefined) return undefined;
  return (withOffsets && frees.includes(name) ? cheapSite : entrySite)(code, allocator.machine);
}

/**
 * What is allocated in the window but for its last `minimumAge` is kept until it is freed: what remains at the end is
 * older than that. Only names and numbers that diag made stand in it, and a path that `findAllocator` held to be harmless.
 */
export function traceScript(allocator: Allocator, options: TraceScript): string {
  const { sampledOneIn, seconds, minimumAgeMs } = options;
  const at = (kind: "uprobe" | "uretprobe", name: string) => {
    const offset = kind === "uprobe" ? siteOf(allocator, name, options.withOffsets)?.offset : 0;
    return `${kind}:${allocator.path}:${allocator.prefix}${name}${offset ? `+${offset}` : ""}`;
  };
  const names = [...allocator.functions.keys()];
  const chosen = sampledOneIn > 1 ? `@on && rand % ${sampledOneIn} == 0` : "@on";
  const forget = "delete(@bytes[arg0]); delete(@stack[arg0]);";
  const keep = (address: string) => `@bytes[${address}] = @size[tid]; @stack[${address}] = ustack(perf);`;
  const probes = names.flatMap((name) => {
    if (frees.includes(name)) return [`${at("uprobe", name)} /@bytes[arg0]/ { ${forget} }`];
    const size = `@size[tid] = ${sizes[name]};`;
    const end = `${at("uretprobe", name)} /@size[tid]/ {`;
    if (name === "realloc") {
      return [
        `${at("uprobe", name)} { if (@bytes[arg0]) { ${forget} } if (${chosen}) { ${size} } }`,
        `${end} if (retval) { ${keep("retval")} } delete(@size[tid]); }`,
      ];
    }
    if (name === "posix_memalign") {
      return [
        `${at("uprobe", name)} /${chosen}/ { ${size} @into[tid] = arg0; }`,
        `${end} if (retval == 0) { $address = *(uint64 *)uptr(@into[tid]); ${keep("$address")} } delete(@size[tid]); delete(@into[tid]); }`,
      ];
    }
    return [
      `${at("uprobe", name)} /${chosen}/ { ${size} }`,
      `${end} if (retval) { ${keep("retval")} } delete(@size[tid]); }`,
    ];
  });
  const hasInto = names.includes("posix_memalign");
  const sum = "for ($held : @stack) { @bytes_of[$held.1] += @bytes[$held.0]; @count_of[$held.1] += 1; }";
  const own = ["@on", "@size", "@bytes", "@stack", ...(hasInto ? ["@into"] : [])];
  return [
    "BEGIN { @on = 1; }",
    ...probes,
    `interval:ms:${Math.max(1, seconds * 1000 - minimumAgeMs)} { @on = 0; }`,
    `interval:s:${seconds} { exit(); }`,
    `END { ${sum} printf("outstanding:\\n"); ${own.map((map) => `clear(${map});`).join(" ")} }`,
  ].join("\n");
}

/**
 * Counts what is asked for: a tick at the first, every 50 ms, six of them, and at the 50,000th, where it ends. None at the end
 * of the script, when the breakpoints have been gone for a while.
 */
export function countScript(allocator: Allocator): string {
  const counted = ["malloc", "calloc", "realloc"].filter((name) => allocator.functions.has(name));
  const probes = counted.map((name) => `uprobe:${allocator.path}:${allocator.prefix}${name}`);
  const tick = 'printf("%llu %llu\\n", nsecs, @n);';
  return [
    "BEGIN { @n = (uint64)0; @ticks = 0; }",
    `${probes.join(", ")} { @n++; if (@n == 1 || @n == 50000) { ${tick} } if (@n == 50000) { exit(); } }`,
    `interval:ms:50 { ${tick} @ticks++; if (@ticks == 6) { exit(); } }`,
    "END { clear(@n); clear(@ticks); }",
  ].join("\n");
}

/** How many of the breakpoints that each malloc and free meets hold an instruction that the kernel has to run by itself. */
export function steppedSites(allocator: Allocator, withOffsets: boolean): number {
  return ["malloc", "free"].filter((name) => siteOf(allocator, name, withOffsets)?.isStepped).length;
}
