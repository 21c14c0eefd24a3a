import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { figureStyle } from "../src/report/flamegraph/figure-style.ts";
import { packProfile, pageColumns } from "../src/report/flamegraph/profile-data.ts";
import { readFolded } from "../src/report/flamegraph/read/read-folded.ts";
import { viewerBundle } from "../src/report/flamegraph/viewer-bundle.ts";
import type { BenchTable } from "./bench-table.ts";
import { foldedStacks } from "./folded-input.ts";
import { median } from "./median.ts";

const executablePath = "/usr/bin/chromium";
const rounds = 5;

/** Input, how many frames of it a page holds, and how often: what a report carries, six of those, and all there is. */
const profiles = [
  { bytes: 20_000_000, maximumFrames: 50_000, graphs: 1 },
  { bytes: 20_000_000, maximumFrames: 50_000, graphs: 6 },
  { bytes: 100_000_000, maximumFrames: 4_000_000, graphs: 1 },
];

/** The viewer in Chromium: from opening to the first picture, zoom, search, and the longest time that nothing else ran. */
export async function benchViewer(): Promise<BenchTable> {
  const table = {
    title: "The flame graph viewer",
    columns: ["frames", "page", "interactive", "zoom", "search", "regular expression", "longest task"],
  };
  if (!existsSync(executablePath)) return { ...table, rows: [], note: `Not measured: ${executablePath} is missing.` };
  const folder = mkdtempSync(join(tmpdir(), "diag-bench-viewer-"));
  const built = await build({
    ...viewerBundle,
    entryPoints: [...viewerBundle.entryPoints],
    target: [...viewerBundle.target],
  });
  const script = built.outputFiles[0]!.text;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const rows: string[][] = [];
    for (const profile of profiles) rows.push(await measure(browser, folder, script, profile));
    return {
      ...table,
      rows,
      note: "Medians of five, from the event until the frame after it is painted, half a second after the page has opened; the longest task is the worst of all openings and actions, by the browser's own observer (nothing below 50 ms is reported). Chromium without a GPU.",
    };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  browser: Browser,
  folder: string,
  script: string,
  { bytes, maximumFrames, graphs }: (typeof profiles)[number],
): Promise<string[]> {
  const { tree } = await readFolded(foldedStacks({ bytes }));
  const columns = pageColumns(tree, { maximumFrames, minimumShare: 0 });
  const file = join(folder, `${graphs}-${maximumFrames}.html`);
  const packed = packProfile(columns);
  const figure = (_: unknown, at: number) =>
    `<figure class="flamegraph" id="g${at}" data-unit="samples"><script type="application/octet-stream" class="profile">${packed}</script></figure>`;
  const figures = Array.from({ length: graphs }, figure).join("");
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><style>${figureStyle}</style>${observer}${figures}<script>${script}</script>`;
  writeFileSync(file, html);

  const times: Record<string, number[]> = { open: [], zoom: [], text: [], pattern: [] };
  let longest = 0;
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction("document.querySelectorAll('.live').length > 0");
    times["open"]!.push(await page.evaluate<number>(painted("")).then(() => page.evaluate<number>("window.liveAt")));
    // Somebody looks at a graph before zooming; by then the browser has laid out and painted all of a page.
    await page.waitForTimeout(500);
    await page.locator("canvas").first().focus();
    await page.keyboard.press("ArrowUp");
    await page.waitForTimeout(200);
    const key = `canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))`;
    times["zoom"]!.push(await page.evaluate<number>(painted(key)));
    const field = `field.dispatchEvent(new Event("input"))`;
    times["text"]!.push(await page.evaluate<number>(painted(`field.value = "json"; ${field}`)));
    await page.getByLabel("regular expression").first().check();
    times["pattern"]!.push(await page.evaluate<number>(painted(`field.value = "^cache.*poll"; ${field}`)));
    await page.waitForTimeout(100);
    longest = Math.max(longest, await page.evaluate<number>("window.longest"));
    await page.close();
  }
  const middle = (name: string) => `${Math.round(median(times[name]!))} ms`;
  return [
    `${graphs === 1 ? "" : `${graphs} × `}${String(columns.name.length).replace(/\B(?=(\d{3})+$)/g, ",")}`,
    `${(html.length / 1e6).toFixed(1)} MB`,
    middle("open"),
    middle("zoom"),
    middle("text"),
    middle("pattern"),
    longest === 0 ? "< 50 ms" : `${Math.round(longest)} ms`,
  ];
}

const observer = `<script>
window.longest = 0;
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration); })
  .observe({ type: "longtask", buffered: true });
new MutationObserver(() => { if (window.liveAt === undefined && document.querySelector(".live")) window.liveAt = performance.now(); })
  .observe(document, { subtree: true, childList: true, attributes: true });
</script>`;

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
