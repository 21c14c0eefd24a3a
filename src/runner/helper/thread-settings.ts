import { readFileSync } from "node:fs";

/** How runtimes are told how many threads to run at once. Only these are read of an environment, and only numbers of them. */
const variables = [
  "GOMAXPROCS",
  "OMP_NUM_THREADS",
  "UV_THREADPOOL_SIZE",
  "RAYON_NUM_THREADS",
  "TOKIO_WORKER_THREADS",
  "DOTNET_PROCESSOR_COUNT",
  "MKL_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
  "WEB_CONCURRENCY",
] as const;

/** `GOMAXPROCS=8`, `-XX:ActiveProcessorCount=4`: those that stand in a process's environment or command line. */
export function threadSettings(pids: readonly number[]): string[] {
  const found = new Set<string>();
  for (const pid of pids) {
    const [environment, commandLine] = [text(pid, "environ"), text(pid, "cmdline")];
    for (const name of variables) {
      const value = new RegExp(`(?:^|\\0)${name}=(\\d{1,5})(?:\\0|$)`).exec(environment)?.[1];
      if (value !== undefined) found.add(`${name}=${value}`);
    }
    // JAVA_TOOL_OPTIONS and its like hold the same words as the command line.
    const java = /-XX:(?:ActiveProcessorCount|ParallelGCThreads)=\d{1,5}/g;
    for (const [word] of `${environment}\0${commandLine}`.matchAll(java)) found.add(word);
  }
  return [...found];
}

function text(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
}
