import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lab, needsDocker } from "../lab/docker/lab.ts";
import { profileBy } from "../lab/docker/profile-by.ts";
import { startTarget, type TargetName } from "../lab/docker/targets.ts";

async function profile(name: TargetName, variant: string, args = {}) {
  await using target = await startTarget(lab.engine, name);
  await sleep(name === "java" ? 3_000 : 1_500);
  return await profileBy(lab.engine, lab.toolbox, target, variant, args);
}

describe.skipIf(lab.why !== undefined)(`profile from the toolbox ${needsDocker}`, () => {
  test.each(["bcc", "perf", "bpftrace", "libbpf"])(
    "%s names the function of a C program in another container",
    async (variant) => {
      const { step, facts } = await profile("hot", variant);
      expect(step).toMatchObject({ status: "ok", variant });
      expect(facts["topFunction"]).toBe("checksum");
      expect(facts["topPath"]).toMatch(/^checksum ← handle_request ← serve ← main/);
      expect(facts["unresolvedShare"]).toBeLessThan(5);
    },
  );

  test.each<TargetName>(["hot", "python", "node-perf"])(
    "of %s no variant names a larger share than the ones that are tried before it",
    async (name) => {
      await using target = await startTarget(lab.engine, name);
      await sleep(1_500);
      let least = 100;
      for (const variant of ["perf", "bcc", "bpftrace", "libbpf"]) {
        const { facts } = await profileBy(lab.engine, lab.toolbox, target, variant, { duration: "2s" });
        const named = 100 - Number(facts["unresolvedShare"]);
        // Two profiles of two seconds each are of different samples.
        expect(named, variant).toBeLessThan(least + 15);
        least = Math.min(least, named);
      }
    },
  );

  test.each(["bcc", "perf", "bpftrace"])("%s reads the perf map of a Node inside its container", async (variant) => {
    const { facts } = await profile("node-perf", variant);
    expect(facts["topFunction"]).toMatch(/^priceOf/);
  });
});
