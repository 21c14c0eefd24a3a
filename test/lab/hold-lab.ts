import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect } from "vitest";
import { cacheFolder } from "./cache.ts";

const longestWaitMs = 25 * 60_000;

/**
 * Test files share a lab: mostly they wait, so two at a time take little longer than one. A file called `….alone.LAYER.test.ts` stops
 * parts of it, changes them, or looks at all that is there: it has the lab for itself. The lock goes with the process that holds it.
 */
export function holdLab(layer: "docker" | "kubernetes"): void {
  const isAlone = expect.getState().testPath?.endsWith(`.alone.${layer}.test.ts`) ?? false;
  const lock = join(cacheFolder, `${layer}-tests.lock`);
  const stop = new AbortController();
  beforeAll(async () => {
    mkdirSync(cacheFolder, { recursive: true });
    const words = [isAlone ? "--exclusive" : "--shared", lock, "sh", "-c", "echo held; exec cat"];
    const holder = execa("flock", words, { cancelSignal: stop.signal, reject: false, stdin: "pipe" });
    await Promise.race([once(holder.stdout, "data"), holder]);
  }, longestWaitMs);
  afterAll(() => stop.abort());
}
