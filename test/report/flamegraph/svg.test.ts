import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitText } from "../../../src/report/flamegraph/fit-text.ts";
import { formatShare, formatWeight } from "../../../src/report/flamegraph/format-weight.ts";
import { frameKind, frameLabel } from "../../../src/report/flamegraph/frame-kind.ts";
import { dark, light, type Palette } from "../../../src/report/flamegraph/palette.ts";
import { flamegraphSvg } from "../../../src/report/flamegraph/svg.ts";
import { visibleText } from "../../../src/report/flamegraph/visible-text.ts";
import { readText } from "./read-text.ts";

const options = { id: "g", title: "On-CPU time", unit: "samples" } as const;

describe("the static graph", () => {
  test("says what each frame is, how heavy, and of what share", async () => {
    const { tree } = await readText("main;handle;spin 6\nmain;do_syscall_64_[k] 2\n");
    const svg = flamegraphSvg(tree, options);
    expect([...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, text]) => text)).toEqual([
      "all: 8\u202fsamples, 100\u202f%",
      "main: 8\u202fsamples, 100\u202f%",
      "do_syscall_64: 2\u202fsamples, 25\u202f%",
      "handle: 6\u202fsamples, 75\u202f%",
      "spin: 6\u202fsamples, 75\u202f%",
    ]);
    expect(svg).toContain('role="img" aria-labelledby="g-title g-desc"');
    expect(svg).toMatch(/class="frame kernel-\d"/);
  });

  test("is wide as its weights, root at the bottom", async () => {
    const { tree } = await readText("a 3\nb 1\n");
    const svg = flamegraphSvg(tree, { ...options, for: "page" });
    expect(svg).toContain('viewBox="0 0 1200 38"');
    expect([...svg.matchAll(/class="frame [\w-]+" (.*?) height/g)].map(([, place]) => place)).toEqual([
      'x="0" y="19" width="1199.5"',
      'x="0" y="1" width="899.5"',
      'x="900" y="1" width="299.5"',
    ]);
  });

  test("outlines the path that the verdict names", async () => {
    const { tree } = await readText("main;handle;spin 6\nmain;other 2\n");
    const svg = flamegraphSvg(tree, { ...options, mark: ["main", "handle", "spin"] });
    expect(svg.match(/class="mark"/g)).toHaveLength(3);
  });

  test("of nothing is an empty graph, not a broken one", async () => {
    const { tree } = await readText("");
    expect(flamegraphSvg(tree, options)).toContain("Flame graph of 0\u202fsamples");
    expect(flamegraphSvg(tree, options)).not.toContain("NaN");
  });

  test("stays small with a hundred thousand stacks of long hostile names", async () => {
    const stacks = Array.from({ length: 100_000 }, (_, i) => `${"&'<".repeat(40)}${i % 700};${'"'.repeat(90)}${i} 1\n`);
    const svg = flamegraphSvg((await readText(stacks.join(""))).tree, options);
    expect(svg.length).toBeLessThanOrEqual(300_000);
  });

  test("has no script in it whatever the names are", async () => {
    const hostile = [
      "</text><script>alert(1)</script>",
      '" onload="alert(1)',
      "]]>",
      "&amp;",
      "\0\x1b[31m",
      "\u202egnp.exe",
      "\ufffe",
    ];
    const { tree } = await readText(hostile.map((name) => `${name} 1\n`).join(""));
    const svg = flamegraphSvg(tree, { ...options, title: hostile.join("") });
    expect(svg).not.toMatch(/<script|\son\w+="/);
    expect(svg).not.toMatch(/[\0-\x09\x0b-\x1f\u202e\ufffe]/);
    expect(svg).toContain("\u2400\u241b[31m");
  });

  test("any text becomes harmless in XML", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\0-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]/);
        expect(visibleText(text).isWellFormed()).toBe(true);
      }),
    );
    expect(visibleText("\ud800")).toBe("\ufffd");
  });
});

test.each([
  ["do_syscall_64_[k]", "kernel", "do_syscall_64"],
  ["LMain;::run_[j]", "jit", "LMain;::run"],
  ["[unknown]", "unresolved", "[unknown]"],
  ["[unknown]_[k]", "unresolved", "[unknown]"],
  ["0x7f3a", "unresolved", "0x7f3a"],
  ["00007f3a2b1c0000", "unresolved", "00007f3a2b1c0000"],
  ["[libc.so.6]", "unresolved", "[libc.so.6]"],
  ["[pruned]", "pruned", "[pruned]"],
  ["operator[]", "user", "operator[]"],
  ["decade", "user", "decade"],
  ["", "user", "(no name)"],
])("%j is %s", (name, kind, label) => {
  expect([frameKind(name), frameLabel(name)]).toEqual([kind, label]);
});

test("labels are cut at the back, paths at the front", () => {
  expect(fitText("handle_request", 14)).toBe("handle_request");
  expect(fitText("handle_request", 8)).toBe("handle_…");
  expect(fitText("/usr/lib/libc.so", 8)).toBe("…libc.so");
  expect(fitText("字字字字", 5)).toBe("字字…");
  expect(fitText("main", 2)).toBe("");
});

test("weights and shares have three digits and a unit", () => {
  expect(formatWeight(1234, "samples")).toBe("1,234\u202fsamples");
  expect(formatWeight(1, "samples")).toBe("1\u202fsample");
  expect(formatWeight(3_565_158, "bytes")).toBe("3.40\u202fMiB");
  expect(formatWeight(12_500_000, "nanoseconds")).toBe("12.5\u202fms");
  expect(formatWeight(0.5, "seconds")).toBe("0.50\u202fs");
  expect(formatShare(0.123456)).toBe("12.3\u202f%");
  expect(formatShare(0.000001)).toBe("< 0.01\u202f%");
});

test.each([
  ["light", light],
  ["dark", dark],
] as const)("every fill of the %s palette carries its text with AA contrast", (_, palette: Palette) => {
  for (const fill of [...Object.values(palette.fills).flat(), palette.match]) {
    expect(contrast(fill, palette.text), fill).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(palette.background, palette.quiet)).toBeGreaterThanOrEqual(4.5);
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
