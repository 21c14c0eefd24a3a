import { findProcess } from "../src/target/find-process.ts";

/** Whether a process runs. A zombie does not: on a test machine nobody may be there to bury it. */
export function isRunning(pid: number): boolean {
  try {
    findProcess(pid, { uid: 0 });
    return true;
  } catch {
    return false;
  }
}
