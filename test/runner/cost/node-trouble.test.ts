import { expect, test } from "vitest";
import type { Probe } from "../../../src/documents/probe.generated.ts";
import { DiagError } from "../../../src/errors.ts";
import { nodeTroubles, refuseInTrouble } from "../../../src/runner/cost/node-trouble.ts";
import { probeNode } from "../../../src/runner/probe/probe-node.ts";

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;
const budget = { cpuPercentOfCore: 100, memoryBytes: gibibyte, diskBytes: 512 * mebibyte };

/** This node, with these figures. */
const node = (changes: Partial<Probe>): Probe => ({
  ...probeNode([]),
  cpus: 2,
  load: 3.2,
  memory: { totalBytes: 16 * gibibyte, availableBytes: 8 * gibibyte },
  pressure: { cpuSome: 0, memorySome: 0, memoryFull: 0, ioSome: 0, ioFull: 0 },
  disk: { totalBytes: 100 * gibibyte, freeBytes: 50 * gibibyte },
  ...changes,
});
const memory = (totalBytes: number, availableBytes: number) => ({ memory: { totalBytes, availableBytes } });
const pressure = (changes: Partial<NonNullable<Probe["pressure"]>>) => ({
  pressure: { cpuSome: 0, memorySome: 0, memoryFull: 0, ioSome: 0, ioFull: 0, ...changes },
});

test("a healthy node, and one that is busy, are no trouble", () => {
  expect(nodeTroubles(node({}), budget)).toEqual([]);
  expect(nodeTroubles(node(pressure({ cpuSome: 100, ioSome: 95, ioFull: 80 })), budget)).toEqual([]);
});

test.each([
  ["a small node", 512 * mebibyte, 100 * mebibyte, "128 MiB"],
  ["a node", 4 * gibibyte, 200 * mebibyte, "256 MiB"],
  ["a larger node", 16 * gibibyte, 400 * mebibyte, "492 MiB"],
  ["a very large node", 1024 * gibibyte, gibibyte - 1, "1 GiB"],
])("memory that is short on %s", (_, totalBytes, availableBytes, wanted) => {
  expect(nodeTroubles(node(memory(totalBytes, availableBytes)), budget)).toEqual([
    expect.stringMatching(new RegExp(`memory is available, and diag leaves a node alone below ${wanted}$`)),
  ]);
  expect(nodeTroubles(node(memory(totalBytes, availableBytes * 2)), budget)).toEqual([]);
});

test("memory pressure counts where the whole node is short, not where one container is at its limit", () => {
  const thrashing = { ...pressure({ memoryFull: 34 }), ...memory(16 * gibibyte, gibibyte) };
  expect(nodeTroubles(node(thrashing), budget)).toEqual([
    "all its tasks waited for memory 34 % of the last 10 s, with 1 GiB available; 10 % is too much",
  ]);
  expect(nodeTroubles(node({ ...thrashing, ...memory(16 * gibibyte, 8 * gibibyte) }), budget)).toEqual([]);
});

test("a kernel without PSI, and a probe of before", () => {
  const { pressure: _, disk: __, ...older } = node({});
  expect(nodeTroubles(older, budget)).toEqual([]);
});

test("the refusal tells all the figures and the way out", () => {
  const short = node({
    ...memory(4 * gibibyte, 120 * mebibyte),
    ...pressure({ cpuSome: 61, memoryFull: 0.4, ioSome: 3.1 }),
    disk: { totalBytes: 10 * gibibyte, freeBytes: 300 * mebibyte },
  });
  const error = (() => {
    try {
      refuseInTrouble(short, budget);
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  })();
  expect(error).toBeInstanceOf(DiagError);
  expect(error).toMatchObject({
    code: "node-in-trouble",
    message:
      "The node is in trouble: 120 MiB of 4 GiB memory is available, and diag leaves a node alone below 256 MiB; " +
      "300 MiB of 10 GiB is free where the output goes, and twice a step's disk budget, 1 GiB, is wanted " +
      "(at the moment: memory pressure 0.4 % full, I/O pressure 3.1 % some, CPU pressure 61 % some, load 3.2 on 2 CPUs)",
    hint: "Free what is short, give `--out` another disk where that is it, or run with `--force` where the answer is worth the risk.",
  });
});
