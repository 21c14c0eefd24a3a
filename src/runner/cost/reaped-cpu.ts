import { readFileSync } from "node:fs";
import { cpuOf } from "./process-use.ts";

/**
 * CPU time of programs that have ended, exactly. A zombie's own figures cannot be read, since libuv waits for it at
 * once; but waiting adds them to the runner's count of its children (fields 16 and 17 of /proc/self/stat), so the
 * difference of that count is theirs. Programs that end in the same turn of the event loop share one difference:
 * each gets what was last seen of it, and the few milliseconds that nobody saw are divided.
 */
class ReapedCpu {
  #countedMs = childrenMs();
  #ended: { readonly seenMs: number; readonly settle: (cpuMs: number) => void }[] = [];

  /** What other children of the runner used up to now belongs to none of the programs. */
  forget(): void {
    if (this.#ended.length === 0) this.#countedMs = childrenMs();
  }

  /** @param seenMs What was last seen of a program of which the exit was told just now. */
  async ended(seenMs: number): Promise<number> {
    if (this.#ended.length === 0) setImmediate(() => this.#settle());
    return new Promise((settle) => this.#ended.push({ seenMs, settle }));
  }

  #settle(): void {
    const now = childrenMs();
    const unseenMs = now - this.#countedMs - this.#ended.reduce((sum, { seenMs }) => sum + seenMs, 0);
    for (const { seenMs, settle } of this.#ended) settle(Math.max(0, seenMs + unseenMs / this.#ended.length));
    this.#ended = [];
    this.#countedMs = now;
  }
}

/** Of this process: there is one count for all the programs that it starts. */
export const reapedCpu = new ReapedCpu();

function childrenMs(): number {
  return cpuOf(readFileSync("/proc/self/stat", "utf8")).childrenMs;
}
