import axe from "axe-core";
import { build } from "esbuild";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldedStacks } from "../../../bench/folded-input.ts";
import { chartColours } from "../../../src/report/chart/chart-style.ts";
import { diffProfiles } from "../../../src/report/flamegraph/diff/diff-profiles.ts";
import { flamegraphFigure } from "../../../src/report/flamegraph/figure.ts";
import { figureStyle } from "../../../src/report/flamegraph/figure-style.ts";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import { viewerBundle } from "../../../src/report/flamegraph/viewer-bundle.ts";
import { pageStyle } from "../../../src/report/html/page-style.ts";
import { noChromium, startChromium } from "../chromium.ts";
import { readText } from "./read-text.ts";

const profile = [
  "main;handle;cache::insert;spin 60",
  "main;handle;json::decode 20",
  "main;handle;json::decode;json::string 10",
  "main;write;do_syscall_64_[k] 10",
]
  .map((line) => `${line}\n`)
  .join("");

describe.skipIf(noChromium)("the viewer, in Chromium [needs chromium]", () => {
  let chromium: Awaited<ReturnType<typeof startChromium>>;
  let script: string;

  beforeAll(async () => {
    const built = await build({
      ...viewerBundle,
      entryPoints: [...viewerBundle.entryPoints],
      target: [...viewerBundle.target],
    });
    script = built.outputFiles[0]!.text;
    chromium = await startChromium();
  });

  afterAll(() => chromium[Symbol.asyncDispose]());

  async function open(figures: readonly string[], options: BrowserContextOptions = {}): Promise<Page> {
    const { page } = await chromium.open(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><style>body{margin:20px}${figureStyle}</style><main><h1>Test</h1>${figures.join("")}</main><script>${script}</script>`,
      { viewport: { width: 1240, height: 800 }, ...options },
    );
    if (options.javaScriptEnabled !== false)
      await page.waitForFunction("document.querySelectorAll('.live').length > 0");
    return page;
  }

  const figureOf = async (text: string, mark: readonly string[] = []) =>
    flamegraphFigure((await readText(text)).tree, { id: "g0", title: "On-CPU", unit: "samples", mark });

  /** The steps of the breadcrumbs. */
  const path = (page: Page) => page.locator(".path button").allTextContents();
  const selection = (page: Page) => page.locator("p.unseen").textContent();

  test("has its colours where the browser lays out before the viewer is in the page", async () => {
    // Every breath of the viewer lasts for several frames.
    const late = `<script>const post = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (...given) { setTimeout(() => post.apply(this, given), 100); };</script>`;
    const page = await open([late, await figureOf(profile)]);
    await page.waitForTimeout(100);
    const isBlack = await page.evaluate<boolean>(`(() => {
      const canvas = document.querySelector("canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.every((value, index) => index % 4 === 3 || value === 0);
    })()`);
    expect(isBlack).toBe(false);
    await page.close();
  });

  test("takes the place of the static graph, which stays without script and on paper", async () => {
    const figure = await figureOf(profile);
    const page = await open([figure]);
    expect(await page.locator("figure > svg").isVisible()).toBe(false);
    expect(await page.locator("canvas").isVisible()).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("figure > svg").isVisible()).toBe(true);
    await page.close();
    const without = await open([figure], { javaScriptEnabled: false });
    expect(await without.locator("figure > svg").isVisible()).toBe(true);
    await without.close();
  });

  test("zooms by click and goes back by Backspace and Escape", async () => {
    const page = await open([await figureOf(profile)]);
    // Five levels of 18 px, root at the bottom; json::decode is the right third of the fourth.
    await page.locator("canvas").click({ position: { x: 900, y: 18 + 9 } });
    expect(await path(page)).toEqual(["all", "main", "handle", "json::decode"]);
    await page.keyboard.press("Backspace");
    expect(await path(page)).toEqual(["all"]);
    await page.locator("canvas").click({ position: { x: 300, y: 3 * 18 + 9 } });
    expect(await path(page)).toEqual(["all", "main"]);
    await page.keyboard.press("Escape");
    expect(await path(page)).toEqual(["all"]);
    await page.close();
  });

  test("is walked by arrows, zoomed by Enter, and says where it is", async () => {
    const page = await open([await figureOf(profile)]);
    await page.locator("canvas").focus();
    for (const key of ["ArrowUp", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    expect(await selection(page)).toBe("cache::insert, 60\u202fsamples, 60\u202f% of all, 66.7\u202f% of handle");
    await page.keyboard.press("ArrowRight");
    expect(await selection(page)).toBe("json::decode, 30\u202fsamples, 30\u202f% of all, 33.3\u202f% of handle");
    expect(await page.locator(".tip").innerText()).toBe(
      "json::decode\n30\u202fsamples, 30\u202f% of all\n33.3\u202f% of handle\nself 20\u202fsamples",
    );
    await page.keyboard.press("Enter");
    expect(await path(page)).toEqual(["all", "main", "handle", "json::decode"]);
    await page.close();
  });

  test("starts at the path that the verdict names", async () => {
    const page = await open([await figureOf(profile, ["main", "handle", "cache::insert", "spin"])]);
    expect(await selection(page)).toContain("spin, 60\u202fsamples");
    await page.close();
  });

  test("searches by text and by pattern, and says the matched share", async () => {
    const page = await open([await figureOf(profile)]);
    const status = page.locator(".status");
    await page.keyboard.press("/");
    await page.keyboard.type("JSON");
    expect(await status.textContent()).toBe("matched 30\u202f% in 2 frames");
    await page.getByLabel("regular expression").check();
    await page.getByLabel("Search functions").fill("^(spin|write)$");
    expect(await status.textContent()).toBe("matched 70\u202f% in 2 frames");
    await page.getByLabel("Search functions").fill("(");
    expect(await status.textContent()).toBe("not a regular expression");
    await page.keyboard.press("Escape");
    expect(await status.textContent()).toBe("");
    await page.getByLabel("Search functions").fill("(s+)+$");
    expect(await status.textContent()).toBe("a repeated group can take too long");
    await page.close();
  });

  test("has the table for a screen reader at once, and for the eye on t", async () => {
    const page = await open([await figureOf(profile)]);
    const table = page.getByRole("table", { name: "Top functions by self weight" });
    expect(await table.getByRole("row").count()).toBe(9);
    expect(await table.getByRole("row").nth(1).innerText()).toBe(
      "spin\t60\u202fsamples\t60\u202f%\t60\u202fsamples\t60\u202f%",
    );
    expect((await table.boundingBox())!.width).toBeLessThan(10);
    await page.locator("canvas").focus();
    await page.keyboard.press("t");
    expect((await table.boundingBox())!.width).toBeGreaterThan(200);
    await page.keyboard.press("?");
    expect(await page.locator(".keys").innerText()).toContain("back to the zoom before");
    await page.close();
  });

  test("hostile names run no script and break no markup", async () => {
    const attack = "</script></svg><img src=x onerror=\"document.title='owned'\">";
    const names = [attack, "'\"><svg/onload=document.title='owned'>", "javascript:alert(1)", "\u202e\0", "${1}"];
    const text = names.map((name, i) => `main;${name.replaceAll(";", "")} ${10 + i}\n`).join("");
    const page = await open([await figureOf(text, ["main", attack])]);
    await page.locator("canvas").hover({ position: { x: 600, y: 9 } });
    await page.locator("canvas").click({ position: { x: 600, y: 9 } });
    await page.keyboard.press("t");
    await page.locator(".functions tbody button").first().click();
    await page.waitForTimeout(50);
    expect(await page.title()).toBe("test");
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    await page.close();
  });

  test("keeps several graphs apart", async () => {
    const one = await figureOf(profile);
    const page = await open([one, one.replaceAll("g0", "g1")]);
    await page.locator("#g1 canvas").focus();
    for (const key of ["ArrowUp", "ArrowUp", "Enter"]) await page.keyboard.press(key);
    expect(await page.locator("#g1 .path button").allTextContents()).toEqual(["all", "main", "handle"]);
    expect(await page.locator("#g0 .path button").allTextContents()).toEqual(["all"]);
    await page.close();
  });

  const walkTo = async (page: Page, ...keys: string[]) => {
    await page.locator("canvas").first().focus();
    for (const key of keys) await page.keyboard.press(key);
  };
  const diffFigure = async () => {
    const before = (await readText("main;handle;decode 60\nmain;old 40\n")).tree;
    const after = (await readText("main;handle;decode 120\nmain;fresh 80\n")).tree;
    return flamegraphFigure(diffProfiles(before, after), { id: "g0", title: "Difference", unit: "samples" });
  };

  test("goes from match to match by n and p, and by the words", async () => {
    const page = await open([await figureOf(profile)]);
    await page.keyboard.press("/");
    await page.keyboard.type("json");
    await page.getByRole("button", { name: "Next" }).click();
    expect(await selection(page)).toContain("json::decode, 30\u202fsamples");
    await walkTo(page, "n");
    expect(await selection(page)).toContain("json::string, 10\u202fsamples");
    await page.keyboard.press("n");
    expect(await selection(page)).toContain("json::decode, 30\u202fsamples");
    await page.keyboard.press("p");
    expect(await selection(page)).toContain("json::string, 10\u202fsamples");
    await page.close();
  });

  test("hides, merges and focuses, each with an undo, by key and by word", async () => {
    const page = await open([await figureOf(profile)]);
    const label = () => page.locator("canvas").first().getAttribute("aria-label");
    await walkTo(page, "ArrowUp", "ArrowUp", "ArrowUp", "h");
    expect(await label()).toContain("Flame graph of 40\u202fsamples");
    await page.getByRole("button", { name: "Undo hide cache::insert" }).click();
    expect(await label()).toContain("Flame graph of 100\u202fsamples");
    expect(await selection(page)).toContain("cache::insert");
    await page.getByRole("button", { name: "Focus", exact: true }).click();
    expect(await label()).toContain("Flame graph of 60\u202fsamples");
    await walkTo(page, "ArrowUp", "m");
    expect(await page.locator(".functions tbody th").allTextContents()).toEqual(["spin"]);
    await page.keyboard.press("u");
    await page.keyboard.press("u");
    expect(await label()).toContain("Flame graph of 100\u202fsamples");
    await page.keyboard.press("h");
    await page.getByRole("button", { name: "Reset" }).click();
    expect(await label()).toContain("Flame graph of 100\u202fsamples");
    await page.close();
  });

  test("shows callers above and callees below a function", async () => {
    const page = await open([await figureOf("main;a;spin;x 4\nmain;b;spin 2\nidle 3\n")]);
    await walkTo(page, "ArrowUp", "ArrowRight", "ArrowUp", "ArrowUp", "s");
    expect(await page.locator(".sandwich > p").allInnerTexts()).toEqual([
      "Callers of spin, the nearest lowest. Close",
      "Callees of spin, the nearest highest.",
    ]);
    const canvases = page.locator(".sandwich canvas");
    await canvases.nth(0).focus();
    for (const key of ["ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    const said = page.locator(".sandwich p.unseen");
    expect(await said.nth(0).textContent()).toContain("a, 4\u202fsamples, 66.7\u202f% of all");
    await canvases.nth(1).focus();
    for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    expect(await said.nth(1).textContent()).toContain("x, 4\u202fsamples, 66.7\u202f% of all");
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.locator(".sandwich").count()).toBe(0);
    await page.close();
  });

  test("sorts the table by total and back", async () => {
    const page = await open([await figureOf(profile)]);
    await walkTo(page, "t");
    await page.getByRole("button", { name: "Total" }).click();
    expect(await page.getByRole("table", { name: "Top functions by total weight" }).count()).toBe(1);
    expect((await page.locator(".functions tbody th").allTextContents())[0]).toBe("main");
    expect(await page.getByRole("columnheader", { name: "Total" }).getAttribute("aria-sort")).toBe("descending");
    await page.getByRole("button", { name: "Function" }).click();
    expect((await page.locator(".functions tbody th").allTextContents())[0]).toBe("cache::insert");
    await page.close();
  });

  test("has a call tree that the arrows unfold, fold and walk", async () => {
    const page = await open([await figureOf(profile)]);
    await page.getByRole("button", { name: "Call tree" }).click();
    const rows = page.getByRole("treegrid", { name: "Call tree" }).locator("tbody tr");
    const names = () => rows.locator(".name").allTextContents();
    expect(await names()).toEqual(["all", "main"]);
    await rows.first().focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    expect(await names()).toEqual(["all", "main", "handle", "cache::insert", "json::decode", "write"]);
    const focused = page.locator("tr:focus");
    expect(await focused.getAttribute("aria-level")).toBe("3");
    expect(await focused.getAttribute("aria-expanded")).toBe("true");
    expect(await focused.getAttribute("aria-setsize")).toBe("2");
    await page.keyboard.press("Enter");
    expect(await path(page)).toEqual(["all", "main", "handle"]);
    await focused.press("ArrowLeft");
    expect(await names()).toEqual(["all", "main", "handle", "write"]);
    await page.keyboard.press("End");
    expect(await focused.locator(".name").textContent()).toBe("write");
    await page.keyboard.press("ArrowLeft");
    expect(await focused.locator(".name").textContent()).toBe("main");
    await page.close();
  });

  test("of ten thousand callees the call tree makes fifty at a time", async () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `f${i} ${i + 1}\n`).join("");
    const page = await open([await figureOf(text)]);
    await walkTo(page, "r");
    const rows = page.locator(".tree tbody tr");
    expect(await rows.count()).toBe(52);
    await rows.last().focus();
    await page.keyboard.press("Enter");
    expect(await rows.count()).toBe(102);
    expect(await page.locator("tr:focus").getAttribute("aria-posinset")).toBe("51");
    await page.close();
  });

  test("keeps the view in the address, each graph its own", async () => {
    const one = await figureOf(profile);
    const page = await open([one, one.replaceAll("g0", "g1")]);
    await page.locator("#g1 canvas").focus();
    for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "h", "ArrowUp", "ArrowUp", "Enter", "i"]) {
      await page.keyboard.press(key);
    }
    await page.locator("#g0").getByLabel("Search functions").fill("json");
    const before = await page.locator("#g1 .path button").allTextContents();
    expect(before).toEqual(["all", "main", "handle"]);
    expect(page.url()).toContain("g0.find=json");
    await page.reload();
    await page.waitForFunction("document.querySelectorAll('.live').length === 2");
    expect(await page.locator("#g1 .path button").allTextContents()).toEqual(before);
    expect(await page.locator("#g1").getByRole("button", { name: "Undo hide cache::insert" }).count()).toBe(1);
    expect(await page.locator("#g1").getByRole("button", { name: "Root at bottom" }).count()).toBe(1);
    expect(await page.locator("#g0 .status").textContent()).toBe("matched 30\u202f% in 2 frames");
    await page.close();
  });

  test("copies a name and a stack", async () => {
    const page = await open([await figureOf(profile)]);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await walkTo(page, "ArrowUp", "ArrowUp", "ArrowUp");
    await page.getByRole("button", { name: "Copy stack" }).click();
    await page.getByText("stack copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("main;handle;cache::insert");
    await walkTo(page, "c");
    await page.getByText("name copied").waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("cache::insert");
    await page.close();
  });

  test("a diff says signs in words, shows what is new and what has vanished, and compares both ways", async () => {
    const page = await open([await diffFigure()]);
    expect(await page.locator(".functions tbody tr").allInnerTexts()).toEqual([
      "fresh\t80\u202fsamples\t40\u202f%\t80\u202fsamples\t40\u202f%\tnew +40\u202f%",
      "old\t0\u202fsamples\t0\u202f%\t0\u202fsamples\t0\u202f%\tgone −40\u202f%",
      "decode\t120\u202fsamples\t60\u202f%\t120\u202fsamples\t60\u202f%\t±0\u202f%",
      "main\t0\u202fsamples\t0\u202f%\t200\u202fsamples\t100\u202f%\t±0\u202f%",
      "handle\t0\u202fsamples\t0\u202f%\t120\u202fsamples\t60\u202f%\t±0\u202f%",
    ]);
    await page.getByRole("button", { name: "Compare as measured" }).click();
    await walkTo(page, "ArrowUp", "ArrowUp");
    expect(await selection(page)).toContain("before 60\u202fsamples, +60\u202fsamples");
    await page.close();
  });

  test("a diff colours what is new and what has vanished, and nothing that weighs less than a thousandth", async () => {
    const before = (await readText("a 100000\nold 60000\ntiny_old 100\n")).tree;
    const after = (await readText("a 100000\nfresh 60000\ntiny_new 100\n")).tree;
    const tree = diffProfiles(before, after);
    const page = await open([flamegraphFigure(tree, { id: "g0", title: "Difference", unit: "samples" })]);
    const colours = await page.evaluate<Record<string, string>>(`(() => {
      const canvas = document.querySelector("canvas");
      const style = getComputedStyle(canvas);
      const hex = (x) => "#" + [...canvas.getContext("2d").getImageData(x, canvas.height - 26, 1, 1).data]
        .slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("");
      const named = Object.fromEntries(["same", "more-2", "less-2"].map((key) => [style.getPropertyValue("--flame-" + key).trim(), key]));
      // Callees by name, at their right ends, where no text is: a, fresh, old; the tiny ones are thinner than a pixel.
      const at = { a: 0.6, fresh: 0.8, old: 0.98 };
      return Object.fromEntries(Object.entries(at).map(([name, share]) => [name, named[hex(Math.round(canvas.width * share))]]));
    })()`);
    expect(colours).toEqual({ a: "same", fresh: "more-2", old: "less-2" });
    for (const [name, said] of [
      ["tiny_new", "before 0\u202fsamples, new +"],
      ["tiny_old", "before 100\u202fsamples, gone −"],
    ] as const) {
      await page.getByLabel("Search functions").fill(name);
      await page.locator("canvas").focus();
      await page.keyboard.press("n");
      expect(await selection(page)).toContain(said);
      // Matches have a colour of their own.
      await page.getByLabel("Search functions").fill("");
      await page.locator("canvas").focus();
      await page.keyboard.press("Enter");
      await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
      // Zoomed to, it fills the row: and is grey, however much of itself it changed.
      expect(
        await page.evaluate(`(() => {
          const canvas = document.querySelector("canvas");
          const [r, g, b] = canvas.getContext("2d").getImageData(canvas.width - 20, canvas.height - 26, 1, 1).data;
          const grey = getComputedStyle(canvas).getPropertyValue("--flame-same").trim();
          return "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("") === grey;
        })()`),
        name,
      ).toBe(true);
      await page.keyboard.press("Backspace");
    }
    await page.close();
  });

  test.each(["light", "dark"] as const)("has no accessibility violation that axe finds: %s", async (colorScheme) => {
    for (const figure of [await figureOf(profile), await diffFigure()]) {
      const page = await open([figure, figure.replaceAll("g0", "g1")], { colorScheme });
      await page.addStyleTag({ content: chartColours + pageStyle });
      await page.addScriptTag({ content: axe.source });
      const violations = () =>
        page.evaluate<string[]>(
          `axe.run().then(({ violations }) => violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html + n.failureSummary).join(" | ")))`,
        );
      for (const keys of [["ArrowUp", "ArrowUp"], ["t"], ["r"], ["s"], ["?"]]) {
        await walkTo(page, ...keys);
        expect(await violations(), keys.join(" ")).toEqual([]);
      }
      await page.close();
    }
  });

  test("prints the static graph, and no viewer", async () => {
    const page = await open([await figureOf(profile)]);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".viewer").isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  test("a graph of about 50,000 frames has a canvas of what is seen of it, not of its height", async () => {
    const { tree } = await readFolded(foldedStacks({ bytes: 20_000_000 }));
    const page = await open([flamegraphFigure(tree, { id: "g0", title: "On-CPU", unit: "samples" })]);
    expect((await page.locator("canvas").boundingBox())!.height).toBeLessThanOrEqual(720);
    await page.close();
  }, 30_000);
});
