import { describe, expect, it } from "vitest";
import { frameName, kernelFrame, userFrame } from "../../src/tools/stacks/frame.ts";
import { heaviestPath } from "../../src/tools/stacks/heaviest-path.ts";
import { summariseStacks } from "../../src/tools/stacks/stack-summary.ts";

describe("a frame's name", () => {
  it.each([
    ["checksum+0x18", "checksum"],
    ["operator+", "operator+"],
    ["a;b", "a:b"],
    ["a\nb\u0000c", "a b c"],
    ["", "[unknown]"],
    ["[unknown]", "[unknown]"],
    ["0x7f8cc800643d", "[unknown]"],
    ["deadbeef", "[unknown]"],
    [
      "std::vector<int, std::allocator<int> >::at(unsigned long)",
      "std::vector<int, std::allocator<int> >::at(unsigned long)",
    ],
    ["<alloc::vec::Vec<T> as core::ops::Drop>::drop", "<alloc::vec::Vec<T> as core::ops::Drop>::drop"],
  ])("of %j is %j", (symbol, name) => expect(frameName(symbol)).toBe(name));

  it.each([
    ["JS:*priceOf /app/a.js:2:17", "priceOf /app/a.js:2:17_[j]"],
    ["JS:*'priceOf /app/a.js:2:17", "priceOf /app/a.js:2:17_[j]"],
    ["LazyCompile:~render /app/a.js:9", "render /app/a.js:9_[j]"],
    ["JS:* /app/a.js:1:1", "(anonymous) /app/a.js:1:1_[j]"],
    ["Builtin:JSEntry", "Builtin:JSEntry_[j]"],
    ["py::price_of:/app/a.py", "price_of:/app/a.py_[j]"],
    ["Lcom/shop/Cart;::total", "com.shop.Cart::total_[j]"],
    ["Function::call(int)", "Function::call(int)"],
    ["Script::run", "Script::run"],
  ])("by a JIT compiler: %j is %j", (symbol, frame) => expect(userFrame(symbol)).toBe(frame));

  it("trusts the module where there is one", () => {
    expect(userFrame("anything", "/tmp/perf-12.map")).toBe("anything_[j]");
    expect(userFrame("py::f", "/usr/lib/libfoo.so")).toBe("py::f");
    expect(kernelFrame("vfs_read+0xbb")).toBe("vfs_read_[k]");
  });
});

describe("a summary", () => {
  const stacks = new Map([
    ["a;main;walk;walk;walk;leaf", 6],
    ["a;main;other;leaf", 3],
    ["b;start_thread;work;read_[k]", 4],
    ["b;[unknown]", 5],
    ["c", 2],
  ]);

  it("counts a recursive function once", () => {
    const { functions, total } = summariseStacks(stacks);
    expect(total).toBe(20);
    expect(functions.find(({ name }) => name === "walk")).toEqual({ name: "walk", kind: "user", self: 0, total: 6 });
    expect(functions[0]).toEqual({ name: "leaf", kind: "user", self: 9, total: 9 });
  });

  it("puts a named function before unresolved ones", () => {
    const { top, unresolvedWeight, kernelWeight } = summariseStacks(
      new Map([
        ["a;[unknown]", 9],
        ["a;f", 1],
      ]),
    );
    expect(top).toEqual({ name: "f", weight: 1, path: "f" });
    expect(unresolvedWeight).toBe(9);
    expect(kernelWeight).toBe(0);
  });

  it("follows the heaviest caller, repeats shown once", () => {
    expect(heaviestPath("leaf", stacks)).toBe("leaf ← walk ← main");
    expect(heaviestPath("read_[k]", stacks)).toBe("read ← work");
  });

  it("ends a path where the names end: the C library's start of a stripped program has none", () => {
    const stacks = new Map([["hot;[unknown];[unknown];main;serve;[unknown];spin", 9]]);
    expect(heaviestPath("spin", stacks)).toBe("spin ← [unknown] ← serve ← main");
  });

  it("names threads by their weight", () => {
    expect(summariseStacks(stacks).threads).toEqual([
      { name: "a", weight: 9 },
      { name: "b", weight: 9 },
      { name: "c", weight: 2 },
    ]);
  });
});
