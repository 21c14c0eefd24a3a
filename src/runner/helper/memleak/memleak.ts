import { formatNumber, formatQuantity } from "../../../documents/format-quantity.ts";
import { type Tracer, tracers } from "../../../tools/memleak/memleak-request.ts";
import { type TraceHeader, writeHeader } from "../../../tools/memleak/trace-header.ts";
import { HelperError, type HelperOutput } from "../helper-output.ts";
import { allocationRate } from "./allocation-rate.ts";
import { type Allocator, findAllocator } from "./allocator.ts";
import { bpftraceProgram, takesOffsets } from "./bpftrace-program.ts";
import { capacity, steppedSites } from "./bpftrace-script.ts";
import { heaviestProcess } from "./heaviest-process.ts";
import { traceBy } from "./trace-memleak.ts";
import { sampleWithin, slowdownOf, tracingCost } from "./tracing-cost.ts";

export interface Memleak {
  readonly tracer: string;
  readonly pids: readonly number[];
  readonly seconds: number;
  /** In milliseconds. */
  readonly minimumAge: number;
  /** Percent of one core. */
  readonly maximumSlowdown: number;
  /** Asked for by the user; else the estimate chooses. */
  readonly sampleRate?: number;
}

/** Above so many a second counting itself holds the program up (1 µs each): it would allocate more often without. */
const slowsCount = 100_000;

type Choice = Pick<TraceHeader, "allocationsPerSecond" | "slowdown" | "sampledOneIn" | "refused">;

/** BCC's memleak has BPF_HASH(allocs, u64, struct alloc_info_t, 1000000), and that of libbpf-tools as many. */
const memleakCapacity = 1_000_000;

/** Finds the allocator, counts how often it is asked, and traces what is outstanding, or tells why that would cost too much. */
export async function memleak(request: Memleak): Promise<HelperOutput> {
  const tracer = tracers.find((one) => one === request.tracer);
  if (tracer === undefined) throw new HelperError(`there is no tracer ${request.tracer}, only ${tracers.join(", ")}`);
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  const { pid, command } = heaviestProcess(request.pids);
  const about = { kind: "memleak", tracer, pid, command, processes: request.pids.length } as const;
  const allocator = findAllocator(pid);
  if (allocator === undefined) return output({ ...about, refused: noAllocator(command) });
  const bpftrace = await bpftraceProgram();
  const isBpftrace = tracer === "bpftrace";
  if (isBpftrace && bpftrace?.tooOld !== undefined) return output({ ...about, refused: tooOld(bpftrace.tooOld) });
  const [withOffsets, counted] = await Promise.all([
    isBpftrace && bpftrace !== undefined && takesOffsets(bpftrace.path),
    allocationRate({ pid, allocator, signal: interrupted.signal }, bpftrace),
  ]);
  if (interrupted.signal.aborted) throw new HelperError("interrupted before anything was traced");
  const found = { ...about, object: allocator.object, ...choose(request, { tracer, allocator, withOffsets, counted }) };
  if (found.refused !== undefined) return output(found);
  const { seconds } = request;
  const minimumAgeMs = Math.min(request.minimumAge, 800 * seconds);
  const { sampledOneIn = 1 } = found;
  const traced = await traceBy[tracer]({ pid, allocator, sampledOneIn, seconds, minimumAgeMs, withOffsets });
  const header: TraceHeader = {
    ...found,
    seconds,
    capacity: tracer === "bpftrace" ? capacity : memleakCapacity,
    ...(minimumAgeMs < request.minimumAge ? { minimumAgeMs } : {}),
  };
  if (traced.failed && traced.stdout.length === 0) throw new HelperError(traced.stderr || `${tracer} said nothing`);
  return output(header, traced.stderr, traced.stdout);
}

function output(header: TraceHeader, stderr = "", body: Uint8Array = new Uint8Array()): HelperOutput {
  return { stdout: Buffer.concat([Buffer.from(writeHeader(header)), body]), stderr };
}

interface Known {
  readonly tracer: Tracer;
  readonly allocator: Allocator;
  readonly withOffsets: boolean;
  readonly counted: Awaited<ReturnType<typeof allocationRate>>;
}

/** All, one in N, or none: by what tracing takes from the target. */
function choose(
  { maximumSlowdown: limit, sampleRate }: Memleak,
  { tracer, allocator, withOffsets, counted }: Known,
): Choice {
  const { perSecond } = counted;
  if (perSecond === undefined) {
    return {
      sampledOneIn: sampleRate ?? 1,
      ...(sampleRate === undefined ? { refused: notCounted(counted.said) } : {}),
    };
  }
  const cost = tracingCost(tracer, steppedSites(allocator, withOffsets));
  const oneIn = sampleRate ?? sampleWithin(limit, cost, perSecond) ?? 0;
  const slowdown = slowdownOf(cost, perSecond, oneIn === 0 ? 1 : oneIn);
  const estimate = { allocationsPerSecond: perSecond, slowdown };
  if (oneIn > 0 && (sampleRate === undefined || slowdown <= limit)) return { ...estimate, sampledOneIn: oneIn };
  const all = formatQuantity(slowdownOf(cost, perSecond, 1), "percent-of-core");
  const few = formatQuantity(slowdownOf(cost, perSecond, sampleRate ?? 1_000), "percent-of-core");
  const atLeast = perSecond > slowsCount ? "at least " : "";
  const sampled = `one in ${formatNumber(sampleRate ?? 1_000)}`;
  return {
    ...estimate,
    refused: {
      code: "over-budget",
      message: `the program allocates ${atLeast}${formatNumber(Math.round(perSecond))} times a second: tracing each would take about ${all} from it, ${sampled} still ${few}, and maximumSlowdown is ${formatQuantity(limit, "percent-of-core")}`,
      mend: "raise maximumSlowdown, or watch it when it has less to do",
    },
  };
}

function noAllocator(command: string): NonNullable<TraceHeader["refused"]> {
  return {
    code: "runtime",
    message: `nothing that ${command} has mapped names the functions malloc and free: it is linked statically and stripped, or its runtime asks the kernel itself for memory, as Go's does`,
    mend: "run a build of the program that is not stripped; for Go, read its heap profile (net/http/pprof)",
  };
}

function tooOld(message: string): NonNullable<TraceHeader["refused"]> {
  return { code: "no-variant", message, mend: "install bpftrace 0.21 or newer" };
}

function notCounted(said: string): NonNullable<TraceHeader["refused"]> {
  return {
    code: "runtime",
    message: `allocations could not be counted before tracing them: ${said.trim().split("\n").at(-1)?.slice(0, 200) ?? ""}`,
    mend: "use the toolbox with bpftrace, or set sampleRate to trace without an estimate",
  };
}
