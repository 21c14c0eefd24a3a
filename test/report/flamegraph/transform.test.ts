import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FrameColumns, frameColumns } from "../../../src/report/flamegraph/frame-columns.ts";
import { safePattern } from "../../../src/report/flamegraph/viewer/safe-pattern.ts";
import { callees, callers, transform } from "../../../src/report/flamegraph/viewer/transform.ts";
import { readView, writeView } from "../../../src/report/flamegraph/viewer/url-state.ts";
import { readText } from "./read-text.ts";

const columnsOf = async (text: string) => frameColumns((await readText(text)).tree);
const indexOf = (columns: FrameColumns, name: string) => columns.names.indexOf(name);

/** Stacks with a weight of their own, folded. */
function folded({ names, name, depth, self }: FrameColumns): Record<string, number> {
  const path: string[] = [];
  const stacks: Record<string, number> = {};
  for (let row = 0; row < name.length; row++) {
    path.length = depth[row]!;
    path.push(names[name[row]!]!);
    if (self[row]! > 0) stacks[path.slice(1).join(";")] = self[row]!;
  }
  return stacks;
}

describe("what a reader does to a function", () => {
  const text = "main;a;spin 4\nmain;b;spin;a 2\nmain;b 1\nidle 3\n";

  test("hide takes its stacks away", async () => {
    const columns = await columnsOf(text);
    const made = transform(columns, { kind: "hide", name: indexOf(columns, "a") });
    expect(folded(made)).toEqual({ "main;b": 1, idle: 3 });
  });

  test("merge gives its weight to the caller", async () => {
    const columns = await columnsOf(text);
    const made = transform(columns, { kind: "merge", name: indexOf(columns, "spin") });
    expect(folded(made)).toEqual({ "main;a": 4, "main;b;a": 2, "main;b": 1, idle: 3 });
  });

  test("focus begins at it, wherever it was called", async () => {
    const columns = await columnsOf(text);
    expect(folded(callees(columns, indexOf(columns, "spin")))).toEqual({ spin: 4, "spin;a": 2 });
  });

  test("its callers are turned over, with its weight", async () => {
    const columns = await columnsOf(text);
    expect(folded(callers(columns, indexOf(columns, "spin")))).toEqual({ "spin;a;main": 4, "spin;b;main": 2 });
  });

  test("recursion counts once", async () => {
    const columns = await columnsOf("main;f;f;f 5\nmain;f 1\n");
    expect(folded(callers(columns, indexOf(columns, "f")))).toEqual({ "f;main": 6 });
    expect(folded(callees(columns, indexOf(columns, "f")))).toEqual({ "f;f;f": 5, f: 1 });
  });

  test("of any profile: merge loses no weight, callers and callees weigh the same, siblings differ", async () => {
    const stack = fc.tuple(fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 7 }), fc.nat(9));
    const sum = ({ self }: FrameColumns) => self.reduce((all, weight) => all + weight, 0);
    await fc.assert(
      fc.asyncProperty(fc.array(stack, { minLength: 1 }), async (stacks) => {
        const columns = await columnsOf(stacks.map(([path, weight]) => `${path.join(";")} ${weight}\n`).join(""));
        const name = columns.name[1]!;
        expect(sum(transform(columns, { kind: "merge", name }))).toBe(sum(columns));
        expect(sum(callers(columns, name))).toBe(sum(callees(columns, name)));
        const hidden = transform(columns, { kind: "hide", name });
        expect(sum(hidden)).toBe(sum(columns) - sum(callees(columns, name)));
        expect([...hidden.name.subarray(1)]).not.toContain(name);
      }),
    );
  });
});

describe("a reader's own pattern", () => {
  const matches = (text: string, name: string) => {
    const pattern = safePattern(text);
    return "problem" in pattern ? pattern.problem : pattern.matches(name);
  };

  test("matches as patterns do, whatever the case", () => {
    expect(matches("^JSON::.*code$", "json::decode")).toBe(true);
    expect(matches("spin|write", "do_write")).toBe(true);
    expect(matches("(foo|bar)_[a-z]+\\d{2}", "bar_x42")).toBe(true);
    expect(matches("operator\\(\\)", "operator()")).toBe(true);
  });

  test("that could freeze the page is refused, with the reason", () => {
    for (const text of ["(a+)+$", "(a|a)*$", "(.*)*", "((a)+)+", "(?:a{1,9}){1,9}", "(\\w+\\s?)*x"]) {
      expect(matches(text, "a"), text).toBe("a repeated group can take too long");
    }
    expect(matches(".*.*.*.*x", "a")).toBe("so many repetitions and choices can take too long");
    expect(matches(`${"a?".repeat(30)}b`, "a")).toBe("so many repetitions and choices can take too long");
    expect(matches(`${"(a|a)".repeat(30)}b`, "a")).toBe("so many repetitions and choices can take too long");
    expect(matches("(a)\\1+", "a")).toBe("references and lookarounds can take too long");
    expect(matches("(", "a")).toBe("not a regular expression");
  });
});

describe("the view in the address", () => {
  const none = {
    operations: [],
    zoom: 0,
    text: "",
    isPattern: false,
    rootAt: "bottom",
    scheme: "",
    mode: undefined,
  } as const;

  test("comes back as it was, and leaves other graphs alone", () => {
    const view = {
      operations: [
        { kind: "hide", name: 12 },
        { kind: "focus", name: 3 },
      ],
      zoom: 7,
      text: "a&b=c",
      isPattern: true,
      rootAt: "top",
      scheme: "package",
      mode: "absolute",
    } as const;
    const both = writeView(writeView("", "g0", view), "g1", { ...none, zoom: 2 });
    expect(readView(`#${both}`, "g0")).toEqual(view);
    expect(readView(`#${both}`, "g1")).toEqual({ ...none, zoom: 2 });
    expect(writeView(both, "g0", none)).toBe("g1.zoom=2");
  });

  test("of any text is some view", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const view = readView(`#g0.only=${text}&g0.zoom=${text}&g0.root=${text}`, "g0");
        expect(Number.isSafeInteger(view.zoom)).toBe(true);
      }),
    );
    expect(readView("#show-cpu", "g0")).toEqual(none);
  });
});
