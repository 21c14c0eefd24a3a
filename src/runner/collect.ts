import { join } from "node:path";
import type { Reason, StepCost } from "../documents/manifest.generated.ts";
import type { Collection, Command, RawOutput } from "../tools/tool.ts";
import { StepMeter } from "./cost/step-meter.ts";
import { inNetwork } from "./in-network.ts";
import { programWords } from "./own-program.ts";
import { RawFile } from "./raw-file.ts";
import { type ProcessEnd, type ProcessRequest, runProcess } from "./run-process.ts";
import { sampleFiles } from "./sample-files.ts";
import type { StepContext } from "./step-context.ts";

/** What a tool says on stderr is for people; this much is kept. */
const maxStderrBytes = 256 * 1024;

export interface CollectRequest {
  readonly step: string;
  /** Names the raw files: `steps/<step>/<variant>.stdout`. */
  readonly variant: string;
  readonly collection: Collection;
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

export interface Collected {
  readonly output: RawOutput;
  readonly stdoutBytes: number;
  readonly truncated: boolean;
  readonly argv?: string[];
  readonly exitCode?: number;
  readonly signal?: string;
  readonly stopped?: Reason;
  readonly startError?: string;
  readonly elapsedMs: number;
  readonly cost: StepCost;
}

/** Path in the bundle of what a variant writes. */
export function rawPath(step: string, variant: string, stream: string): string {
  return `steps/${step}/${variant}.${stream}`;
}

/** Gets the raw output of one variant: into the bundle, and into memory for its parser. */
export async function collect(request: CollectRequest, context: StepContext): Promise<Collected> {
  const stdout = new RawFile(context.bundle, rawPath(request.step, request.variant, "stdout"), request.maxOutputBytes);
  const stderr = new RawFile(context.bundle, rawPath(request.step, request.variant, "stderr"), maxStderrBytes);
  const meter = new StepMeter(join(context.bundle.folder, "steps", request.step), context.budget);
  const startedAt = performance.now();
  const progress = setInterval(
    () => context.events.emit({ kind: "step-progress", step: request.step, bytes: stdout.bytes }),
    1_000,
  );
  try {
    const end = await run(request, { stdout, stderr }, meter, context);
    const kept = { stdout: stdout.close(), stderr: stderr.close() };
    return {
      ...end,
      output: { stdout: kept.stdout, stderr: kept.stderr.toString("utf8"), partial: end.stopped !== undefined },
      stdoutBytes: stdout.bytes,
      truncated: stdout.truncated,
      elapsedMs: Math.round(performance.now() - startedAt),
      cost: meter.cost,
    };
  } finally {
    clearInterval(progress);
  }
}

async function run(
  request: CollectRequest,
  raw: { readonly stdout: RawFile; readonly stderr: RawFile },
  meter: StepMeter,
  context: StepContext,
): Promise<ProcessEnd> {
  const { collection } = request;
  switch (collection.kind) {
    case "samples":
      return runSamples({ ...request, collection }, raw, meter, context);
    case "commands":
      return runCommands(request, collection.commands, raw, meter, context);
    case "snapshot": {
      const stopped = raw.stdout.add(Buffer.from(`${JSON.stringify(context.snapshot ?? {})}\n`));
      return stopped === undefined ? {} : { stopped };
    }
  }
}

/** A program of a reading that is not done by then hangs. */
const readingTimeoutMs = 10_000;

async function runSamples(
  request: CollectRequest & { readonly collection: Extract<Collection, { kind: "samples" }> },
  raw: { readonly stdout: RawFile; readonly stderr: RawFile },
  meter: StepMeter,
  context: StepContext,
): Promise<ProcessEnd> {
  const { paths, intervalMs, windowMs, programs = {} } = request.collection;
  let failed: ProcessEnd | undefined;
  // The last reading, after a stop, is made as well: two make a difference.
  const unstopped = new AbortController().signal;
  const runPrograms = async () => {
    const outputs: Record<string, string> = {};
    for (const [name, command] of Object.entries(programs)) {
      const stdout: Uint8Array[] = [];
      const end = await runProcess({
        ...programOf(command, context),
        timeoutMs: readingTimeoutMs,
        onStdout: (chunk) => void stdout.push(chunk),
        onStderr: (chunk) => void raw.stderr.add(chunk),
        signal: unstopped,
        guard: context.guard,
        measure: (pid, stop) => meter.follow(pid, stop, "measuring"),
      });
      if (end.startError !== undefined || end.exitCode !== 0) {
        failed = end;
        return undefined;
      }
      outputs[name] = Buffer.concat(stdout).toString("utf8");
    }
    return outputs;
  };
  const stopped = await sampleFiles({
    paths,
    intervalMs,
    windowMs,
    beside: runPrograms,
    onStdout: (chunk) => raw.stdout.add(chunk) ?? meter.diskReason,
    signal: context.signal,
  });
  return failed ?? (stopped === undefined ? {} : { stopped });
}

function programOf(
  { binary, argv: ownWords, env, network }: Command,
  { probe, target }: StepContext,
): Pick<ProcessRequest, "path" | "argv" | "env"> {
  const words = [...programWords(binary, probe), ...ownWords];
  const [path = "", ...argv] = network === undefined ? words : inNetwork(network, target, words);
  return { path, argv, env: { ...binary.env, ...env } };
}

/**
 * The first command watches and may be stopped; the ones after it only turn what it left into text, so they run
 * also when it was stopped. The stdout of the last is the raw output.
 */
async function runCommands(
  request: CollectRequest,
  commands: readonly [Command, ...Command[]],
  raw: { readonly stdout: RawFile; readonly stderr: RawFile },
  meter: StepMeter,
  context: StepContext,
): Promise<ProcessEnd & { argv: string[] }> {
  const afterwards = new AbortController().signal;
  let end: ProcessEnd = {};
  let argv: string[] = [];
  for (const [index, command] of commands.entries()) {
    const program = programOf(command, context);
    if (index === 0) argv = [program.path, ...program.argv];
    const isLast = index === commands.length - 1;
    const next = await runProcess({
      ...program,
      timeoutMs: request.timeoutMs,
      onStdout: (chunk) => (isLast ? raw.stdout.add(chunk) : void raw.stderr.add(chunk)),
      onStderr: (chunk) => void raw.stderr.add(chunk),
      signal: index === 0 ? context.signal : afterwards,
      guard: context.guard,
      measure: (pid, stop) => meter.follow(pid, stop, index === 0 ? "measuring" : "post-processing"),
    });
    end = end.stopped === undefined ? next : { ...next, stopped: end.stopped };
    if (next.startError !== undefined || (next.exitCode !== 0 && next.stopped === undefined)) break;
  }
  return { ...end, argv };
}
