import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { asyncProfiler, jattach } from "../../tools/programs.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { locatedIn } from "./located-in.ts";
import { processText } from "./process-text.ts";
import { type TargetFolder, targetFolder } from "./target-folder.ts";

export interface JavaProfile {
  readonly pid: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly event: "cpu" | "alloc" | "lock";
}

const names = { library: "libasyncProfiler.so", stacks: "stacks", log: "log" } as const;

/**
 * What may wake the profiler on a CPU, best first. Only perf events see the kernel; they are the JVM's own, and a
 * container's JVM seldom may use them. `ctimer` and `itimer` are timers of the process itself.
 */
const cpuEvents = ["cpu-clock", "ctimer", "itimer"] as const;

/**
 * async-profiler in a JVM that knows nothing of it, also in another container: its library is copied among the target's
 * files, the JVM is asked to load it (jattach speaks the attach protocol as the JVM's own user, inside its namespaces),
 * and what it wrote is read back. It stops by itself when diag could not stop it.
 */
export async function javaProfile(request: JavaProfile): Promise<HelperOutput> {
  refuseIfClosed(request.pid);
  const program = locatedIn(jattach);
  const library = locatedIn(asyncProfiler);
  const ask = (inside: string, options: string) => [
    program,
    ...[`${request.pid}`, "load", `${inside}/${names.library}`, "true"],
    `${options},log=${inside}/${names.log}`,
  ];
  await using folder = targetFolder({
    pid: request.pid,
    names: Object.values(names),
    undo: (inside) => ask(inside, "stop"),
  });
  folder.copyIn(library, names.library);
  const interrupted = new AbortController();
  process.on("SIGINT", () => interrupted.abort());

  const events = request.event === "cpu" ? cpuEvents : ([request.event] as const);
  const limit = `timeout=${request.seconds + 20}`;
  const every = request.event === "cpu" ? `,interval=${Math.round(1e9 / request.hertz)}` : "";
  const tried: string[] = [];
  for (const event of events) {
    const start = await load(ask(folder.inside, `start,event=${event}${every},threads,${limit}`), folder);
    if (start !== undefined) {
      tried.push(`${event}: ${start.message}`);
      if (start.by === "profiler") continue;
      throw new HelperError(start.message);
    }
    folder.setChanged(true);
    await sleep(request.seconds * 1000, undefined, { signal: interrupted.signal }).catch(() => {});
    const how = `collapsed,ann,dot,norm${request.event === "cpu" ? "" : ",total"}`;
    const stop = await load(ask(folder.inside, `stop,${how},file=${folder.inside}/${names.stacks}`), folder);
    if (stop !== undefined) throw new HelperError(`async-profiler did not stop: ${stop.message}`);
    folder.setChanged(false);
    const said = `sampled by ${event}\n${tried.join("\n")}\n${folder.read(names.log).toString()}`;
    return { stdout: folder.read(names.stacks), stderr: said };
  }
  throw new HelperError(`async-profiler did not start: ${tried.join("; ")}`);
}

/** Who refused: an attach that failed once is not tried again, for each has the JVM get SIGQUIT. */
interface Refusal {
  readonly by: "attach" | "profiler";
  readonly message: string;
}

/** @returns why the JVM or the profiler refused; undefined when it did as it was asked. */
async function load(words: readonly string[], folder: TargetFolder): Promise<Refusal | undefined> {
  const [program = "", ...argv] = words;
  const { exitCode, all } = await execa(program, argv, { all: true, reject: false, stdin: "ignore", timeout: 15_000 });
  if (exitCode === 0) return undefined;
  const told = folder.read(names.log).toString().trim().split("\n").at(-1);
  if (told) return { by: "profiler", message: told };
  return { by: "attach", message: all.trim().split("\n").join(", ") || `jattach ended with ${exitCode}` };
}

/** With its attach mechanism off, a JVM takes the SIGQUIT that asks for it as the wish for a dump of all threads on its stdout. */
function refuseIfClosed(pid: number): void {
  if (!processText(pid, "cmdline").includes("-XX:+DisableAttachMechanism")) return;
  throw new HelperError("the JVM was started with -XX:+DisableAttachMechanism: no profiler can attach to it");
}
