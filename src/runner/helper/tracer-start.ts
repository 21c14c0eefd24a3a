import { setTimeout as sleep } from "node:timers/promises";
import { descriptorsOf } from "./target-descriptors.ts";

/**
 * How a tracer tells that it traces. BCC's and bpftrace's say a first line. A CO-RE tool says it as well, but its libc holds
 * that back until a pipe's buffer is full: what it has attached is seen among its descriptors. How long it may compile and load
 * is whoever's who started it.
 *
 * @param firstLine Resolves when it has said something.
 * @param gone Settles when it has ended.
 * @returns Whether it came to trace before it ended.
 */
export async function traces(
  pid: number | undefined,
  firstLine: Promise<unknown>,
  gone: Promise<unknown>,
): Promise<boolean> {
  const waiting = new AbortController();
  const [yes, no] = [() => true, () => false];
  try {
    return await Promise.race([firstLine.then(yes), attached(pid, waiting.signal).then(yes), gone.then(no, no)]);
  } finally {
    waiting.abort();
  }
}

const pollMs = 100;

/** Resolves when it has attached programs and attaches no more; never where its descriptors cannot be seen. */
async function attached(pid: number | undefined, signal: AbortSignal): Promise<void> {
  for (let before = 0; !signal.aborted; ) {
    const now = attachedPrograms(pid);
    if (now > 0 && now === before) return;
    before = now;
    await sleep(pollMs, undefined, { signal }).catch(() => {});
  }
  await new Promise(() => {});
}

/** kernel/bpf/syscall.c and kernel/events/core.c: links, and before Linux 5.15 events of perf alone. */
const attachment = /^anon_inode:\[?(?:bpf[-_]link|bpf[-_]raw[-_]tracepoint|perf_event)\]?$/;

function attachedPrograms(pid: number | undefined): number {
  return pid === undefined ? 0 : (descriptorsOf(pid) ?? []).filter(({ link }) => attachment.test(link)).length;
}
