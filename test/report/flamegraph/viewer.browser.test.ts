import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldedStacks } from "../../../bench/folded-input.ts";
import { flamegraphFigure } from "../../../src/report/flamegraph/figure.ts";
import { figureStyle } from "../../../src/report/flamegraph/figure-style.ts";
import { readFolded } from "../../../src/report/flamegraph/read-folded.ts";
import { viewerBundle } from "../../../src/report/flamegraph/viewer-bundle.ts";
import { readText } from "./read-text.ts";

const executablePath = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const profile = [
  "main;handle;cache::insert;spin 60",
  "main;handle;json::decode 20",
  "main;handle;json::decode;json::string 10",
  "main;write;do_syscall_64_[k] 10",
]
  .map((line) => `${line}\n`)
  .join("");

describe.skipIf(!existsSync(executablePath))("the viewer, in Chromium [needs chromium]", () => {
  const folder = mkdtempSync(join(tmpdir(), "diag-viewer-"));
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    const built = await build({
      ...viewerBundle,
      entryPoints: [...viewerBundle.entryPoints],
      target: [...viewerBundle.target],
    });
    script = built.outputFiles[0]!.text;
    browser = await chromium.launch({ executablePath, args });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    figures: readonly string[],
    options: { readonly javaScriptEnabled?: boolean } = {},
  ): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1240, height: 800 }, ...options });
    const file = join(folder, `${figures.length}-${figures[0]!.length}.html`);
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><title>test</title><style>body{margin:20px}${figureStyle}</style>${figures.join("")}<script>${script}</script>`,
    );
    await page.goto(pathToFileURL(file).href);
    if (options.javaScriptEnabled !== false)
      await page.waitForFunction("document.querySelectorAll('.live').length > 0");
    return page;
  }

  const figureOf = async (text: string, mark: readonly string[] = []) =>
    flamegraphFigure((await readText(text)).tree, { id: "g0", title: "On-CPU", unit: "samples", mark });

  /** The steps of the breadcrumbs. */
  const path = (page: Page) => page.locator(".path button").allTextContents();
  const selection = (page: Page) => page.locator("p.unseen").textContent();

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
    await page.locator(".functions button").first().click();
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

  test("paints a zoom and a search of about 50,000 frames within 50 ms", async () => {
    const { tree } = await readFolded(foldedStacks(20_000_000));
    const page = await open([flamegraphFigure(tree, { id: "g0", title: "On-CPU", unit: "samples" })]);
    const canvas = page.locator("canvas");
    await canvas.focus();
    const paint = async (act: string): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) times.push(await page.evaluate<number>(painted(act)));
      return times.sort((a, b) => a - b)[2]!;
    };
    const key = (name: string) =>
      `canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "${name}", bubbles: true }))`;
    await page.keyboard.press("ArrowUp");
    expect(await paint(`${key("Enter")}; ${key("Backspace")}; ${key("Enter")}`)).toBeLessThan(50);
    expect(
      await paint(`field.value = field.value === "json" ? "cache" : "json"; field.dispatchEvent(new Event("input"))`),
    ).toBeLessThan(50);
    // The canvas is what is seen, not the graph.
    expect((await canvas.boundingBox())!.height).toBeLessThanOrEqual(720);
    await page.close();
  }, 30_000);
});

/** From the event until the frame after it is painted: its work is done when a task behind that frame runs. */
function painted(act: string): string {
  return `new Promise((resolve) => {
    const canvas = document.querySelector("canvas");
    const field = document.querySelector("input[type=search]");
    requestAnimationFrame(() => {
      const start = performance.now();
      ${act};
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now() - start);
        channel.port2.postMessage(0);
      });
    });
  })`;
}
