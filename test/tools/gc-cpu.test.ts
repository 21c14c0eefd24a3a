import { describe, expect, it } from "vitest";
import { gcCpuFacts } from "../../src/tools/gc-cpu/gc-cpu-facts.ts";
import { splitStacks } from "../../src/tools/gc-cpu/split-stacks.ts";
import { parseRecording, plain } from "./recording.ts";

const split = (stacks: Readonly<Record<string, number>>) => splitStacks(new Map(Object.entries(stacks)));
const factsOf = (stacks: Readonly<Record<string, number>>) => gcCpuFacts(new Map(Object.entries(stacks)));

describe("a profile of a Go program", () => {
  const stacks = {
    "shop;runtime.gcBgMarkWorker;runtime.systemstack;runtime.gcDrain;runtime.scanobject": 30,
    "shop;main.main;main.renderAnswer;runtime.newobject;runtime.mallocgc;runtime.gcAssistAlloc;runtime.gcDrainN": 10,
    "shop;main.main;main.renderAnswer;runtime.growslice;runtime.mallocgc;runtime.memclrNoHeapPointers": 15,
    "shop;main.main;main.greet;fmt.Sprintf;runtime.convTstring;runtime.mallocgc": 5,
    "shop;main.main;main.priceOf": 40,
  };

  it("is split into the collector, the allocator and the program", () => {
    expect(split(stacks)).toMatchObject({ runtime: "go", isNamed: true, total: 100, collecting: 40, allocating: 20 });
  });

  it("names the program's functions that allocate, not those of the library that do it for them", () => {
    expect(plain(factsOf(stacks).facts)).toMatchObject({
      share: 40,
      allocating: 20,
      parts: [
        ["runtime.gcBgMarkWorker", 30],
        ["runtime.gcAssistAlloc", 10],
      ],
      topSite: "main.renderAnswer",
      topSiteShare: 83.33,
      topSitePath: "main.renderAnswer ← main.main",
    });
  });
});

describe("a profile of a Node.js program", () => {
  const collect =
    "v8::internal::Heap::CollectGarbage(v8::internal::AllocationSpace, v8::internal::GarbageCollectionReason)";

  it("has the collector's work below the function that met it, and in helper threads", () => {
    const found = split({
      [`node;node::Start;v8::Function::Call;buildPage /srv/a.js:2:1_[j];v8::internal::Runtime_AllocateInYoungGeneration;${collect};[unknown]`]: 6,
      "node;node::WorkerThread;v8::internal::ScavengerCollector::JobTask::Run(v8::JobDelegate*)": 2,
      "node;node::Start;v8::Function::Call;listPrices /srv/a.js:9:1_[j]": 12,
    });
    expect(found).toMatchObject({ runtime: "node", total: 20, collecting: 8, allocating: 0 });
    expect([...(found?.sites ?? [])]).toEqual([["node;node::Start;v8::Function::Call;buildPage /srv/a.js:2:1_[j]", 6]]);
  });

  it("does not take a function for the collector that only has its types among its arguments", () => {
    const name = "v8::internal::Compiler::Compile(v8::internal::Heap*, v8::internal::GarbageCollectionReason)";
    expect(split({ [`node;node::Start;${name}`]: 5 })).toMatchObject({ collecting: 0 });
  });
});

it("a JVM's collector is told by its threads, whatever has names", () => {
  const facts = plain(
    factsOf({
      "GC Thread#0;[unknown]": 20,
      "GC Thread#1;[unknown]": 20,
      "G1 Conc#0;[unknown]": 10,
      "main;JavaCalls::call_helper;[unknown]": 50,
    }).facts,
  );
  expect(facts).toMatchObject({
    runtime: "jvm",
    share: 50,
    parts: [
      ["GC Thread", 40],
      ["G1 Conc", 10],
    ],
  });
  expect(facts).not.toHaveProperty("allocating");
});

it("a stripped Python tells nothing of its collector, which is not none", () => {
  const { facts, notes } = factsOf({ "python3;_PyEval_EvalFrameDefault": 60, "python3;[unknown]": 40 });
  expect(plain(facts)).not.toHaveProperty("share");
  expect(notes).toEqual([
    "This build of python has no names for its collector's functions: how much of the CPU time is theirs is not known.",
  ]);
});

it("a Python with its symbols tells it", () => {
  const facts = plain(
    factsOf({
      "python3;_PyEval_EvalFrameDefault;PyObject_GC_New;gc_collect_main.constprop.0;visit_decref": 30,
      "python3;_PyEval_EvalFrameDefault;subtype_dealloc": 70,
    }).facts,
  );
  expect(facts).toMatchObject({ runtime: "python", share: 30, parts: [["gc_collect_main.constprop.0", 30]] });
});

it.each([{}, { "hot;main;work": 5 }])("a program without a collector has none (%j)", (stacks) => {
  expect(plain(factsOf(stacks).facts)).not.toHaveProperty("runtime");
});

describe("recorded", () => {
  it("a Go program whose makeRows allocates", () => {
    const facts = plain(parseRecording("gc-cpu/perf-go-churn").facts);
    expect(facts).toMatchObject({ runtime: "go", topSite: "main.makeRows" });
    expect(facts["share"]).toBeGreaterThan(10);
  });

  it("a Node.js program that makes lists", () => {
    const facts = plain(parseRecording("gc-cpu/perf-node-churn").facts);
    expect(facts).toMatchObject({ runtime: "node" });
    expect(facts["share"]).toBeGreaterThan(10);
  });

  it("a JVM", () => {
    expect(plain(parseRecording("gc-cpu/perf-shop").facts)).toMatchObject({ runtime: "jvm" });
  });

  it("Debian's Python, of which the kernel's stacks tell nothing", () => {
    const facts = plain(parseRecording("gc-cpu/perf-python-cycles").facts);
    expect(facts).toMatchObject({ runtime: "python" });
    expect(facts).not.toHaveProperty("share");
  });
});
