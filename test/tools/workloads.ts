import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Runtime } from "../../src/documents/manifest.generated.ts";

/** Programs with a known hot function, built where no path of the machine shows in what the tools print of them. */
const folder = "/tmp/diag-workloads";
const sources = join(import.meta.dirname, "workloads");

const seconds = "600";

/** Name → argv. Each ends by itself after ten minutes, whatever happens to the test. */
export const workloads = {
  hot: ["./hot", seconds],
  sort: ["./sort", seconds],
  syscalls: ["./syscalls", seconds],
  calls: ["./calls", seconds],
  threads: ["./threads", seconds],
  leak: ["./leak", seconds, "100", "4096"],
  "no-leak": ["./leak", seconds, "100", "0"],
  "leak-cxx": ["./leak-cxx", seconds],
  storm: ["./storm", seconds],
  spawns: ["/bin/sh", "spawns.sh", seconds],
  sync: ["./sync", seconds],
  files: ["./files", seconds],
  restarts: ["/bin/sh", "restarts.sh", seconds],
  idle: ["sleep", seconds],
  node: ["./node", "hot.js", seconds],
  "node-perf": ["./node", "--perf-basic-prof", "--max-inlined-bytecode-size=0", "hot.js", seconds],
  python: ["/usr/bin/python3", "hot.py", seconds],
  "python-c": ["/usr/bin/python3", "parse.py", seconds],
  ruby: ["ruby", "hot.rb", seconds],
  "node-churn": ["./node", "--max-semi-space-size=1", "churn.js", seconds],
  "python-cycles": ["/usr/bin/python3", "cycles.py", seconds],
  "go-churn": ["./go-churn", seconds],
  shop: ["java", "Shop", seconds],
  java: ["java", "-XX:+PreserveFramePointer", "Hot", seconds],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type WorkloadName = keyof typeof workloads;

/** What a workload runs on, as diag detects it. */
export function runtimeOf(name: WorkloadName): Runtime {
  if (name === "shop" || name === "java") return "jvm";
  const [word = ""] = name.split("-");
  return word === "python" || word === "ruby" || word === "node" || word === "go" ? word : "native";
}

export interface Workload extends AsyncDisposable {
  readonly pid: number;
}

export function buildWorkloads(names: readonly WorkloadName[]): void {
  mkdirSync(folder, { recursive: true });
  const frames = "-fno-omit-frame-pointer";
  for (const name of names) {
    if (["hot", "syscalls", "sync", "files", "calls"].includes(name))
      compile("gcc", ["-O1", frames, "-o", name], `${name}.c`);
    if (name === "leak" || name === "no-leak") compile("gcc", ["-O1", frames, "-o", "leak"], "leak.c");
    if (name === "leak-cxx") compile("g++", ["-O1", frames, "-fno-inline", "-o", name], "leak.cc");
    if (name === "storm") compile("gcc", ["-O1", frames, "-o", name], "storm.c");
    if (name === "threads") compile("gcc", ["-O1", frames, "-pthread", "-o", name], "threads.c");
    if (name === "spawns") copyFileSync(join(sources, "spawns.sh"), join(folder, "spawns.sh"));
    if (name === "restarts")
      for (const file of ["restarts.sh", "serve.py"]) copyFileSync(join(sources, file), join(folder, file));
    if (name === "sort") compile("g++", ["-O1", frames, "-fno-inline", "-pthread", "-o", name], "sort.cc");
    if (name === "node" || name === "node-perf") {
      copyFileSync(process.execPath, join(folder, "node"));
      copyFileSync(join(sources, "hot.js"), join(folder, "hot.js"));
    }
    if (name === "node-churn") {
      copyFileSync(process.execPath, join(folder, "node"));
      copyFileSync(join(sources, "churn.js"), join(folder, "churn.js"));
    }
    if (name === "python-cycles") copyFileSync(join(sources, "cycles.py"), join(folder, "cycles.py"));
    if (name === "go-churn") compile("go", ["build", "-o", name], "churn.go");
    if (name === "python") copyFileSync(join(sources, "hot.py"), join(folder, "hot.py"));
    if (name === "python-c") copyFileSync(join(sources, "parse.py"), join(folder, "parse.py"));
    if (name === "ruby") copyFileSync(join(sources, "hot.rb"), join(folder, "hot.rb"));
    if (name === "shop") compile("javac", ["-d", folder], "Shop.java");
    if (name === "java") compile("javac", ["-d", folder], "Hot.java");
  }
}

function compile(compiler: string, options: readonly string[], source: string): void {
  execFileSync(compiler, [...options, join(sources, source)], { cwd: folder });
}

/** Starts it and gives it half a second to reach its hot function. */
export async function startWorkload(name: WorkloadName): Promise<Workload> {
  const [program, ...argv] = workloads[name];
  const child: ChildProcess = spawn(program, argv, { cwd: folder, stdio: "ignore" });
  if (child.pid === undefined) throw new Error(`${name} could not be started`);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await sleep(name === "java" || name === "shop" ? 2_000 : 500);
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
