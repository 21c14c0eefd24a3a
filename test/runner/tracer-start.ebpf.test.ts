import { expect, test } from "vitest";
import { connections } from "../../src/runner/helper/connections.ts";
import { runqSlower } from "../../src/runner/helper/runqslower.ts";
import { findBinaries } from "../../src/runner/probe/find-binaries.ts";
import { libbpfTool } from "../../src/tools/programs.ts";

function lacks(name: string): boolean {
  return Object.keys(findBinaries([libbpfTool(name, { bare: true })])).length === 0;
}

// Its header would come with the end of its output only.
test.skipIf(lacks("tcplife"))("the window of tcplife (CO-RE) begins when it has attached", async () => {
  const startedAt = performance.now();
  const { stdout } = await connections({ what: "life", tracer: "libbpf", seconds: 1 });
  expect(stdout).toContain('"kind":"summary"');
  expect(performance.now() - startedAt).toBeLessThan(6_000);
});

test.skipIf(lacks("runqslower"))("so does that of runqslower", async () => {
  const startedAt = performance.now();
  await runqSlower({ tracer: "libbpf", seconds: 1, microseconds: 1_000 });
  expect(performance.now() - startedAt).toBeLessThan(6_000);
});
