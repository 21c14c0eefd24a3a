import { spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { ownProgram } from "../own-program.ts";
import { foldCpuProfile } from "./fold-cpu-profile.ts";
import { foldHeapProfile } from "./fold-heap-profile.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { Inspector } from "./node-inspector.ts";
import { handlesSignal, listeningPorts } from "./node-listeners.ts";
import { processText } from "./process-text.ts";

export interface NodeProfile {
  readonly pid: number;
  readonly seconds: number;
  readonly hertz: number;
  /** What is sampled: time on the CPU, or bytes that are allocated. */
  readonly event: "cpu" | "alloc";
}

/** A sample for about so many bytes, as async-profiler takes them. */
const allocationInterval = 512 * 1024;

/** signal(7): SIGUSR1 on every processor that Node runs on. */
const sigusr1 = 10;
const openMs = 3_000;

/**
 * A profile by Node's own inspector, which SIGUSR1 opens on the target's loopback: this enters its network namespace.
 * An inspector that was open stays open; one that was opened here is closed however this ends.
 */
export async function nodeProfile(request: NodeProfile): Promise<HelperOutput> {
  processText(request.pid, "status");
  const words = ["helper", "node-profile", "--pid", `${request.pid}`, "--seconds", `${request.seconds}`];
  const what = ["--hertz", `${request.hertz}`, "--event", request.event];
  const inside = await withinNetwork(request.pid, [...words, ...what]);
  if (inside !== undefined) return inside;
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());
  const { port, isOurs } = await openInspector(request.pid);
  const inspector = await Inspector.connect(port);
  const release = isOurs ? closedIfKilled(port) : () => {};
  try {
    const window = () => sleep(request.seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => {});
    const stdout = await (request.event === "cpu" ? cpu(inspector, request.hertz, window) : heap(inspector, window));
    return { stdout, stderr: isOurs ? "" : "the inspector was open before\n" };
  } finally {
    if (isOurs) await inspector.closeInspector();
    else inspector.disconnect();
    release();
  }
}

async function cpu(inspector: Inspector, hertz: number, window: () => Promise<void>): Promise<string> {
  await inspector.call("Profiler.enable");
  await inspector.call("Profiler.setSamplingInterval", { interval: Math.round(1e6 / hertz) });
  await inspector.call("Profiler.start");
  // What was compiled before the profiler started does not know what was inlined into it. Coverage has all of it
  // compiled anew; nothing is counted.
  await inspector.call("Profiler.startPreciseCoverage", { callCount: false, detailed: false });
  await inspector.call("Profiler.stopPreciseCoverage");
  await window();
  const { profile } = await inspector.call("Profiler.stop");
  await inspector.call("Profiler.disable");
  return foldCpuProfile(profile);
}

async function heap(inspector: Inspector, window: () => Promise<void>): Promise<string> {
  await inspector.call("HeapProfiler.startSampling", {
    samplingInterval: allocationInterval,
    // Without these only what is still there at the end would be told: what leaks, not what is garbage.
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await window();
  const { profile } = await inspector.call("HeapProfiler.stopSampling");
  return foldHeapProfile(profile);
}

/** Closes what a killed `node-profile` left open; started in the target's network namespace. */
export async function nodeClose(port: number): Promise<HelperOutput> {
  await (await Inspector.connect(port)).closeInspector();
  return { stdout: "", stderr: "" };
}

/** Runs this helper once more inside the target's network namespace; undefined where it is there already. */
async function withinNetwork(pid: number, words: readonly string[]): Promise<HelperOutput | undefined> {
  const target = `/proc/${pid}/ns/net`;
  if (readlinkSync(target) === readlinkSync("/proc/self/ns/net")) return undefined;
  process.on("SIGINT", () => {});
  const argv = [`--net=${target}`, "--", ...ownProgram(), ...words];
  const { exitCode, stdout, stderr } = await execa("nsenter", argv, {
    reject: false,
    stdin: "ignore",
    encoding: "buffer",
  });
  const said = Buffer.from(stderr).toString();
  if (exitCode !== 0) throw new HelperError(said.trim() || `nsenter ended with ${exitCode}`);
  return { stdout, stderr: said };
}

async function openInspector(pid: number): Promise<{ port: number; isOurs: boolean }> {
  const before = listeningPorts(pid);
  const asked = inspectorPort(processText(pid, "cmdline"));
  if (before.includes(asked)) return { port: asked, isOurs: false };
  if (!handlesSignal(processText(pid, "status"), sigusr1)) {
    throw new HelperError(
      "SIGUSR1 would kill the program: it has no handler for it (--disable-sigusr1, or no Node.js)",
    );
  }
  process.kill(pid, "SIGUSR1");
  for (let waited = 0; waited < openMs; waited += 50) {
    await sleep(50);
    const port = listeningPorts(pid).find((one) => !before.includes(one));
    if (port !== undefined) return { port, isOurs: true };
  }
  throw new HelperError(
    `SIGUSR1 did not open an inspector: the program handles the signal itself, or port ${asked} is taken`,
  );
}

/** `--inspect=[HOST:]PORT`, `--inspect-port=…`, `--inspect-brk=…`; Node's default else. Null bytes separate the words. */
export function inspectorPort(cmdline: string): number {
  const port = /\0--(?:inspect|debug)(?:-port|-brk|-wait)?=(?:[^\0]*:)?(\d+)(?=\0)/.exec(cmdline)?.[1];
  return Number(port ?? 9229);
}

/** A shell of a session of its own waits on a pipe: without a word from here it closes the inspector. */
function closedIfKilled(port: number): () => void {
  const script = 'read -r word; [ "$word" = done ] || exec "$@"';
  const words = ["-c", script, "sh", ...ownProgram(), "helper", "node-close", "--port", `${port}`];
  const shell = spawn("/bin/sh", words, { stdio: ["pipe", "ignore", "ignore"], detached: true });
  shell.unref();
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  return () => shell.stdin.end("done\n");
}
