import axe from "axe-core";
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compareRuns } from "../../../src/report/comparison/compare-runs.ts";
import type { Comparison } from "../../../src/report/comparison/comparison.ts";
import { renderComparisonHtml } from "../../../src/report/html/comparison-page.ts";
import { noChromium, startChromium } from "../chromium.ts";
import { attacks, withTexts } from "../samples/hostile.ts";
import { playbook, recordedComparison, recordedRun } from "./recorded-run.ts";

describe.skipIf(noChromium)("the page of a comparison, in Chromium [needs chromium]", () => {
  let chromium: Awaited<ReturnType<typeof startChromium>>;

  beforeAll(async () => {
    chromium = await startChromium();
  });

  afterAll(() => chromium[Symbol.asyncDispose]());

  async function open(comparison: Comparison, options: BrowserContextOptions = {}) {
    const opened = await chromium.open(renderComparisonHtml(comparison)[0]?.text ?? "", options);
    if (options.javaScriptEnabled !== false) await opened.page.waitForSelector("figure.live");
    return opened;
  }

  test("the first screen says what is worse, what it was, which functions, and shows them", async () => {
    const { page, complaints, requests } = await open(await recordedComparison());
    const verdict = page.locator("#verdict");
    expect(await verdict.locator("h1 .outcome").textContent()).toBe("WORSE");
    expect(await verdict.locator(".stack").textContent()).toBe("find_field ← parse_order ← handle_order ← main");
    expect(await verdict.textContent()).toContain("Before: No function dominates a busy process");
    expect(await verdict.textContent()).toContain("write_audit_log is gone");
    const graph = await page.locator("canvas").boundingBox();
    expect((graph?.y ?? 800) + (graph?.height ?? 0)).toBeLessThan(800);
    expect([complaints, requests]).toEqual([[], []]);
    await page.close();
  });

  test("the graph opens as the runs compare: by what was measured, for the windows are of one length", async () => {
    const { page } = await open(await recordedComparison());
    await page.locator("canvas").focus();
    // all, shop, __libc_start_call_main, main, handle_order, and its first callee
    for (let level = 0; level < 5; level++) await page.keyboard.press("ArrowUp");
    const said = () => page.locator(".viewer > p.unseen").first().textContent();
    expect(await said()).toBe(
      "parse_order, 233\u202fsamples, 80.9\u202f% of all, 80.9\u202f% of handle_order, before 22\u202fsamples, +211\u202fsamples",
    );
    expect(page.url()).not.toContain("compare");
    await page.getByRole("button", { name: "Compare by share" }).click();
    expect(page.url()).toContain("figure-1.compare=normalised");
    await page.reload();
    await page.waitForSelector("figure.live");
    expect(await page.getByRole("button", { name: "Compare as measured" }).count()).toBe(1);
    await page.close();
  });

  test("the keyboard leads to the verdict, through the contents and into the graph", async () => {
    const { page } = await open(await recordedComparison());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the verdict");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("verdict");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Where the CPU time goes");
    const lost =
      "[...document.querySelectorAll('.contents a')].map((a) => a.hash).filter((id) => !document.querySelector(id))";
    expect(await page.evaluate(lost)).toEqual([]);
    await page.close();
  });

  test("without script there is the static graph, with signs beside its colours, and all text", async () => {
    const { page } = await open(await recordedComparison(), { javaScriptEnabled: false });
    const svg = page.locator("svg.flamegraph-svg");
    expect(await svg.isVisible()).toBe(true);
    const titles = (await svg.locator("g > title").allTextContents()).map((text) => text.replaceAll("\u202f", " "));
    expect(titles).toContain("find_field: 228 samples, 79.2 %, before 0 samples, new +228 samples");
    expect(titles).toContain("write_audit_log: 0 samples, 0 %, before 19 samples, gone −19 samples");
    expect(await page.locator("#facts").textContent()).toContain("threads.cpu");
    await page.close();
  });

  test.each(["light", "dark"] as const)("axe finds nothing to complain about: %s", async (colorScheme) => {
    const { page } = await open(await recordedComparison(), { colorScheme, bypassCSP: true });
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
    await page.addScriptTag({ content: axe.source });
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html + n.failureSummary).join(' | ')))",
    );
    expect(violations).toEqual([]);
    await page.close();
  });

  test("on a telephone nothing but tables is wider than the screen; on paper there is the static graph", async () => {
    const { page } = await open(await recordedComparison(), { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("svg.flamegraph-svg").isVisible()).toBe(true);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  test("whatever the node calls things: no script of its runs, nothing is asked for", async () => {
    for (let shift = 0; shift < attacks.length; shift += 2) {
      let index = shift;
      const next = () => attacks[index++ % attacks.length] ?? "";
      const runs = {
        before: await withTexts(await recordedRun("before"), next),
        after: await withTexts(await recordedRun("after"), next),
      };
      const { page, complaints, requests } = await open(compareRuns(runs, { ...playbook, title: next() }));
      expect(await page.evaluate("window.hacked")).toBeUndefined();
      expect([complaints, requests]).toEqual([[], []]);
      await page.close();
    }
  });
});
