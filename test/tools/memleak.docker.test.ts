import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lab, needsDocker } from "../lab/docker/lab.ts";
import { type StepRequest, stepBy } from "../lab/docker/step-by.ts";
import { startTarget, type TargetName } from "../lab/docker/targets.ts";

async function memleak(name: TargetName, request: Partial<StepRequest> = {}, options: readonly string[] = []) {
  await using target = await startTarget(lab.engine, name, options);
  await sleep(1_000);
  const args = { duration: "4s", minimumAge: "1s", ...request.args };
  return await stepBy(lab.engine, lab.toolbox, target, { tool: "memleak", ...request, args });
}

describe.skipIf(lab.why !== undefined)(`memleak from the toolbox ${needsDocker}`, () => {
  const tracers = ["bpftrace", "bcc", "libbpf"];

  test.each(tracers)("%s names the function of another container that keeps what it allocates", async (variant) => {
    const { step, facts } = await memleak("leak", { variant });
    expect(step).toMatchObject({ status: "ok", variant });
    expect(facts).toMatchObject({ topFunction: "cache_insert", topPath: "cache_insert ← handle_request ← main" });
    expect(facts["topShare"]).toBeGreaterThan(95);
    expect(facts["unresolvedShare"]).toBeLessThan(5);
    // At most a hundred 4 KiB a second over the three seconds that are old enough, and half of it on a busy machine.
    expect(facts["outstandingBytes"]).toBeGreaterThan(4096 * 100);
    expect(facts["outstandingBytes"]).toBeLessThan(4096 * 420);
    expect(facts["allocationRate"]).toBeGreaterThan(50);
    expect(facts["sampledOneIn"]).toBe(1);
  });

  test.each(tracers)("%s finds nothing in a healthy one", async (variant) => {
    const { step, facts } = await memleak("no-leak", { variant });
    expect(step).toMatchObject({ status: "ok", variant });
    expect(facts).toMatchObject({ outstandingBytes: 0, outstandingCount: 0 });
    expect(facts).not.toHaveProperty("topFunction");
  });

  test("C++ is named by its own function", async () => {
    const { facts } = await memleak("leak-cxx");
    expect(facts["topPath"]).toBe("Sessions::open(int) ← accept_connections(Sessions&) ← main");
  });

  test.each(tracers)("%s finds the allocator of a static program in an image of its own", async (variant) => {
    const { facts } = await memleak("leak-static", { variant });
    expect(facts["topPath"]).toMatch(/^cache_insert ← handle_request ← main/);
  });

  test("of several processes the one that holds most memory is traced", async () => {
    const { step, facts } = await memleak("leak-under-shell");
    expect(facts["topFunction"]).toBe("cache_insert");
    expect(step.notes.join()).toMatch(/^Of 2 processes it traced leak \(\d+\), which holds most memory of its own\./);
  });

  test("a program that does nothing but allocate is not traced, and no other tracer is tried", async () => {
    const { step } = await memleak("storm");
    expect(step).toMatchObject({ status: "failed", variant: "bpftrace", attempts: [] });
    expect(step.reason).toMatchObject({
      code: "over-budget",
      message: expect.stringMatching(/^the program allocates at least [\d,]+ times a second: tracing each would take/),
    });
    expect(step.durationMs).toBeLessThan(15_000);
  });

  test.each(["bpftrace", "libbpf"])("what %s has when it is interrupted is kept", async (variant) => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 12_000);
    const { step, facts } = await memleak("leak", { variant, args: { duration: "60s" }, interrupt: interrupt.signal });
    expect(step.status).toBe("partial");
    expect(facts["topFunction"]).toBe("cache_insert");
    expect(step.durationMs).toBeLessThan(30_000);
  });
});
