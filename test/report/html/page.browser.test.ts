import fc from "fast-check";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../../src/report/html/page.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { buildReport } from "../../../src/report/report-model.ts";
import { noChromium, startChromium } from "../chromium.ts";
import { everyChart } from "../samples/charts.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { attacks, hostileText, withTexts } from "../samples/hostile.ts";
import { bare, healthy, interrupted } from "../samples/other-ends.ts";

const screen = { viewport: { width: 1280, height: 800 } };
const telephone = { viewport: { width: 390, height: 844 } };

describe.skipIf(noChromium)("the page, in Chromium from a file [needs chromium]", () => {
  let chromium: Awaited<ReturnType<typeof startChromium>>;

  beforeAll(async () => {
    chromium = await startChromium();
  });

  afterAll(() => chromium[Symbol.asyncDispose]());

  async function open(input: ReportInput, options: BrowserContextOptions = {}) {
    const opened = await chromium.open(renderHtml(buildReport(input))[0]?.text ?? "", options);
    const { page } = opened;
    if (
      options.javaScriptEnabled !== false &&
      input.stacks.size > 0 &&
      (await page.locator("figure.flamegraph").count()) > 0
    ) {
      await page.waitForSelector("figure.live");
    }
    return opened;
  }

  const overflow = (page: Page) =>
    page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  test.each([
    ["cpu-hot", cpuHot],
    ["a page with every kind of chart", everyChart],
    ["healthy", healthy],
    ["interrupted", interrupted],
    ["bare", bare],
  ] as const)("%s breaks no rule of its own policy, asks for nothing, and fits every screen", async (_, sample) => {
    for (const options of [screen, telephone]) {
      const { page, complaints, requests } = await open(await sample(), options);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      expect(await overflow(page)).toBe(0);
      expect(await page.locator("h1").innerText()).not.toBe("");
    }
  });

  test("one moment stands at one place in every chart, in light, dark and on paper", async () => {
    for (const media of [{ colorScheme: "light" }, { colorScheme: "dark" }, { media: "print" }] as const) {
      const { page } = await open(await everyChart());
      await page.emulateMedia(media);
      const charts = page.locator(".exhibit svg.chart.wide");
      expect(await charts.count()).toBe(5);
      const marks = await charts.evaluateAll((all) =>
        all.flatMap((svg) => {
          const mark = [...svg.querySelectorAll("text")].find(({ textContent }) => textContent === "30\u202fs");
          return mark === undefined ? [] : [Math.round(mark.getBoundingClientRect().left)];
        }),
      );
      expect(new Set(marks).size).toBe(1);
      expect(marks).toHaveLength(4);
    }
  });

  test("its first screen is the verdict, the remedy and the evidence", async () => {
    const { page } = await open(await cpuHot());
    const bottom = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => one.getBoundingClientRect().bottom);
    expect(await bottom(".remedy")).toBeLessThan(400);
    expect(await bottom("figure.flamegraph")).toBeLessThan(800);
    const { page: small } = await open(await cpuHot(), telephone);
    expect(
      await small
        .locator(".summary")
        .first()
        .evaluate((one) => one.getBoundingClientRect().bottom),
    ).toBeLessThan(844);
  });

  /** Opens a page of hostile names: what ran, what was asked for, what the policy had to refuse, and whether it works. */
  async function expectNothingRan(input: ReportInput): Promise<void> {
    const { page, complaints, requests, dialogs } = await open(input);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("img, iframe, object, base, form[action], a:not([href^='#'])").count()).toBe(0);
    // One script that ran, and the data of each flame graph, which the viewer has decoded: the figures are live.
    expect(await page.evaluate(runnableScripts)).toBe(1);
    expect(await page.locator("script[type]").count()).toBe(await page.locator("figure.live").count());
    expect({ complaints, requests, dialogs }).toEqual({ complaints: [], requests: [], dialogs: [] });
    await page.context().close();
  }

  test.each(attacks.map((attack) => [attack.slice(0, 60), attack]))(
    "%j is text and runs nothing",
    async (_, attack) => {
      await expectNothingRan(await withTexts(await cpuHot(), () => attack));
    },
  );

  test("so is any text in any place", async () => {
    const input = await cpuHot();
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(hostileText), async (texts) =>
        expectNothingRan(await withTexts(input, () => texts.next().value ?? "")),
      ),
      { seed: 20_261_128, numRuns: 15 },
    );
  });

  test("without script the static graph, every table and the raw output are there", async () => {
    const { page } = await open(await cpuHot(), { javaScriptEnabled: false });
    await expect.poll(() => page.locator("svg.flamegraph-svg").isVisible()).toBe(true);
    await page.locator("#raw summary").first().click();
    expect(await page.locator("#raw pre").first().innerText()).toContain("parse_price 1104");
  });

  test("the keyboard reaches the verdict, its evidence and the search", async () => {
    const { page } = await open(await cpuHot());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the verdict");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("evidence ↓");
    await page.evaluate("document.activeElement.blur()");
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.type")).toBe("search");
  });

  test("a screen reader finds landmarks, one name for every picture, and captions", async () => {
    const { page } = await open(await cpuHot());
    const tree = await page.locator("body").ariaSnapshot();
    for (const part of [
      "banner",
      "main",
      'navigation "Contents"',
      'heading "FAIL parse_price',
      'img "CPU time against the limit usage: 151',
      'table "Threads by CPU time"',
    ]) {
      expect(tree).toContain(part);
    }
    expect(tree.match(/img "CPU time against the limit/g)).toHaveLength(1);
  });

  test.each(["light", "dark"] as const)("text has enough contrast in the %s scheme", async (colorScheme) => {
    const { page } = await open(await cpuHot(), { colorScheme });
    const poor = await page.evaluate(lowContrast);
    expect(poor).toEqual([]);
  });

  test("prints everything, folded parts too, on paper that is white", async () => {
    const { page } = await open(await cpuHot(), { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe(
      "rgb(255, 255, 255)",
    );
    expect(
      await page
        .locator("#raw pre")
        .first()
        .evaluate((one) => one.getBoundingClientRect().height),
    ).toBeGreaterThan(50);
    expect(await page.locator("svg.flamegraph-svg").isVisible()).toBe(true);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  });
});

/** Runs in the page. */
const runnableScripts = `[...document.scripts].filter(({ type }) => type === "" || /script|module/.test(type)).length`;

/** Runs in the page: texts below 4.5 : 1 on the page's background (WCAG 2.2, 1.4.3). */
const lowContrast = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.documentElement).backgroundColor);
  return [...document.querySelectorAll("main *, header *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "") && !one.closest("figure.flamegraph, title, desc"))
    .map((one) => {
      const style = getComputedStyle(one);
      const ink = luminance(one instanceof SVGElement ? style.fill : style.color);
      return [one.textContent.slice(0, 40), (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
})()`;
