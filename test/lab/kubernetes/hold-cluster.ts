import { once } from "node:events";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll } from "vitest";
import { stateFolder } from "./folders.ts";

const longestWaitMs = 25 * 60_000;

/**
 * Test files share the cluster: mostly they wait, so two at a time take little longer than one. A file that stops parts of it has
 * it for itself. The lock goes with the process that holds it.
 */
export function holdCluster(how: "shared" | "exclusive"): void {
  const stop = new AbortController();
  beforeAll(async () => {
    const holder = execa("flock", [`--${how}`, join(stateFolder, "tests.lock"), "sh", "-c", "echo held; exec cat"], {
      cancelSignal: stop.signal,
      reject: false,
      stdin: "pipe",
    });
    await Promise.race([once(holder.stdout, "data"), holder]);
  }, longestWaitMs);
  afterAll(() => stop.abort());
}
