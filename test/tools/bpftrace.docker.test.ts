import { describe, expect, test } from "vitest";
import { tools } from "../../src/tools/registry.ts";
import { lab, needsDocker } from "../lab/docker/lab.ts";
import { stepBy } from "../lab/docker/step-by.ts";
import { startTarget } from "../lab/docker/targets.ts";

const byBpftrace = tools.flatMap((tool) =>
  tool.variants
    .filter(({ requires }) => requires.some((one) => one.kind === "binary" && one.binary.names.includes("bpftrace")))
    .map((variant) => ({ tool, variant })),
);

describe.skipIf(lab.why !== undefined)(`scripts for the toolbox's bpftrace ${needsDocker}`, () => {
  test.each(byBpftrace)("$tool.name by $variant.name is taken by it", async ({ tool, variant }) => {
    await using target = await startTarget(lab.engine, tool.name.startsWith("gc-") ? "python" : "hot");
    const args = "duration" in tool.arguments ? { duration: "2s" } : {};
    const { step } = await stepBy(lab.engine, lab.toolbox, target, { tool: tool.name, variant: variant.name, args });
    // What this kernel lacks is known before anything is started.
    const isRejected = step.attempts.some(({ outcome }) => outcome === "rejected");
    expect(step).toMatchObject({
      status: isRejected ? "failed" : "ok",
      variant: isRejected ? undefined : variant.name,
    });
  });
});
