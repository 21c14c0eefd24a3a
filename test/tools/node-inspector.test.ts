import { describe, expect, it } from "vitest";
import { foldCpuProfile } from "../../src/runner/helper/fold-cpu-profile.ts";
import { foldHeapProfile } from "../../src/runner/helper/fold-heap-profile.ts";
import { handlesSignal, listeners } from "../../src/runner/helper/node-listeners.ts";
import { inspectorPort } from "../../src/runner/helper/node-profile.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

describe("JavaScript functions", () => {
  it("are told by Node's inspector", () => {
    const { facts } = parseRecording("profile/node-inspector-node");
    expect(plain(facts)).toMatchObject({
      topFunction: "priceOf /tmp/diag-workloads/hot.js:2:17",
      topPath: expect.stringMatching(/^priceOf \S+ ← renderPage \S+ ← \(anonymous\) \S+hot\.js:1:1 ← /),
      threads: [["node", 100]],
    });
    expect(Object.keys(facts)).not.toContain("kernelShare");
  });

  it("are told by perf where node was started with a symbol file, with the kernel's", () => {
    const { facts } = parseRecording("profile/perf-map-node-perf");
    expect(plain(facts)).toMatchObject({
      topFunction: "priceOf /tmp/diag-workloads/hot.js:2:17",
      kernelShare: expect.any(Number),
    });
  });

  it("have no part in the time that the program waits", () => {
    const stdout = Buffer.from("(idle) 40\nmain /a.js:1:1 60\n(garbage collector) 3\n");
    const { facts, notes } = variantNamed("profile", "node-inspector").parse(
      { stdout, stderr: "", partial: false },
      contextOf(),
    );
    expect(plain(facts)).toMatchObject({
      samples: 63,
      stacks: ["node;main /a.js:1:1_[j] 60", "node;(garbage collector) 3"],
    });
    expect(notes).toEqual(["40 samples caught it waiting for events and are left out."]);
  });
});

it("a CPU profile is folded in the words of V8's perf map", () => {
  const call = (functionName: string, url = "", lineNumber = -1, columnNumber = -1) => ({
    callFrame: { functionName, url, lineNumber, columnNumber },
  });
  const nodes = [
    { id: 1, ...call("(root)"), hitCount: 0, children: [2, 3] },
    { id: 2, ...call("", "file:///srv/a;b.js", 0, 0), hitCount: 1, children: [4] },
    { id: 3, ...call("(idle)"), hitCount: 7 },
    { id: 4, ...call("priceOf", "file:///srv/a;b.js", 1, 16), hitCount: 9 },
  ];
  expect(foldCpuProfile({ nodes })).toBe(
    "(anonymous) /srv/a:b.js:1:1 1\n(idle) 7\n(anonymous) /srv/a:b.js:1:1;priceOf /srv/a:b.js:2:17 9\n",
  );
});

const called = (id: number, ...children: number[]) => ({
  id,
  hitCount: 1,
  children,
  callFrame: { functionName: `f${id}`, url: "", lineNumber: 0, columnNumber: 0 },
});

it("a call that is its own caller has a stack that ends", () => {
  const [folded = "", ...rest] = foldCpuProfile({ nodes: [called(1, 1)] }).split("\n");
  expect(folded.split(";")).toHaveLength(1_024);
  expect(rest).toEqual([""]);
});

it("a root that is its own caller has no stack at all", () => {
  const root = { ...called(-1, -1), callFrame: { ...called(-1).callFrame, functionName: "(root)" } };
  expect(foldCpuProfile({ nodes: [root] })).toBe(" 1\n");
});

it.each([
  ["nothing", undefined],
  ["no nodes", {}],
  ["a node that is none", { nodes: [null] }],
  ["a node without a function", { nodes: [{ id: 1 }] }],
  ["children that are no numbers", { nodes: [{ ...called(1), children: "12" }] }],
  ["ticks that are none", { nodes: [{ ...called(1), positionTicks: [null] }] }],
])("what is no CPU profile, %s, is an error that says so", (_, profile) => {
  expect(() => foldCpuProfile(profile)).toThrow("the inspector answered with something that is no CPU profile");
});

it("a line above a function is of the function that was inlined into it", () => {
  const call = (functionName: string, lineNumber: number) => ({
    callFrame: { functionName, url: "file:///a.js", lineNumber, columnNumber: 0 },
  });
  const nodes = [
    {
      id: 1,
      ...call("renderPage", 7),
      hitCount: 10,
      children: [2],
      positionTicks: [
        { line: 4, ticks: 7 },
        { line: 9, ticks: 3 },
      ],
    },
    { id: 2, ...call("priceOf", 1), hitCount: 2, positionTicks: [{ line: 4, ticks: 2 }] },
  ];
  expect(foldCpuProfile({ nodes })).toBe("renderPage /a.js:8:1;priceOf /a.js:2:1 9\nrenderPage /a.js:8:1 3\n");
});

it("sockets that listen are those in state 0A", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 3217 1 0000000000000000
   1: 0100007F:BBCA 0100007F:240D 06 00000000:00000000 03:00001668 00000000     0        0 0 3 0000000000000000
`;
  expect(listeners(table)).toEqual([{ port: 9229, inode: "3217" }]);
});

it("a signal is handled when its bit is set", () => {
  expect(handlesSignal("SigCgt:\t0000000100004602\n", 10)).toBe(true);
  expect(handlesSignal("SigCgt:\t0000000000000002\n", 10)).toBe(false);
  expect(handlesSignal("", 10)).toBe(false);
});

it.each([
  ["node\0app.js\0", 9229],
  ["node\0--inspect-port=9300\0app.js\0", 9300],
  ["node\0--inspect=0.0.0.0:9301\0app.js\0", 9301],
])("the inspector's port of %j is %i", (cmdline, port) => expect(inspectorPort(cmdline)).toBe(port));

describe("what allocates", () => {
  const frame = (functionName: string) => ({ functionName, url: "file:///a.js", lineNumber: 1, columnNumber: 2 });
  const node = (functionName: string, selfSize: number, ...children: readonly unknown[]) => ({
    callFrame: frame(functionName),
    selfSize,
    children,
  });

  it("is folded by bytes, without the root", () => {
    const head = node("(root)", 0, node("main", 0, node("makeRows", 524_288.4), node("makeRows", 100)), node("", 7));
    expect(foldHeapProfile({ head })).toBe("(anonymous) /a.js:2:3 7\nmain /a.js:2:3;makeRows /a.js:2:3 524388\n");
  });

  it.each([
    ["nothing", undefined],
    ["no root", {}],
    ["a child that is none", { head: node("(root)", 0, null) }],
    ["sizes that are none", { head: { ...node("(root)", 0), selfSize: "1" } }],
    ["children that are none", { head: { ...node("(root)", 0), children: 1 } }],
  ])("of what is no heap profile, %s, is an error that says so", (_, profile) => {
    expect(() => foldHeapProfile(profile)).toThrow("the inspector answered with something that is no heap profile");
  });

  it("is told in bytes, and without types", () => {
    const facts = plain(parseRecording("allocations/node-inspector-node-churn").facts);
    expect(facts).toMatchObject({ types: [] });
    // V8 has inlined what makes the rows into who calls it.
    expect(facts["topPath"]).toMatch(/^\(anonymous\) \S+churn\.js:5:42 ← from ← turn \S+churn\.js:10:15 ← /);
    expect(facts["total"]).toBeGreaterThan(1e6);
  });
});
