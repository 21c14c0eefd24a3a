import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

/** Where subjects put what their readers want as files. */
const scratch = join(tmpdir(), `diag-fuzz-${process.pid}`);

/** An empty folder below it, of this thread alone. */
export function emptyFolder(name: string): string {
  const folder = join(scratch, String(threadId), name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function removeScratch(): void {
  rmSync(scratch, { recursive: true, force: true });
}
