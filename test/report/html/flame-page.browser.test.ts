import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { describe, expect, test } from "vitest";
import { diffGraph } from "../../../src/report/flame/diff-graph.ts";
import type { Graph } from "../../../src/report/flame/graph.ts";
import { readProfile } from "../../../src/report/flamegraph/read/read-profile.ts";
import { renderFlamePage } from "../../../src/report/html/flame-page.ts";

const executablePath = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function graphOf(title: string, bytes: Uint8Array): Promise<Graph> {
  return { title, ...(await readProfile(title, [bytes])) };
}

describe.skipIf(!existsSync(executablePath))("the page of diag flame, in Chromium from a file [needs chromium]", () => {
  test("holds every graph live, asks for nothing, runs no script of a name, and is accessible", async () => {
    const recording = join(import.meta.dirname, "../flamegraph/recordings/cpu.pb.gz");
    const hostile = "</script><script>document.title='x'</script>";
    const before = await graphOf(hostile, Buffer.from(`main;${hostile.replaceAll(";", "")} 3\nmain;spin 1\n`));
    const after = await graphOf("after.folded", Buffer.from("main;spin 9\n"));
    const graphs = [await graphOf("cpu.pb.gz", readFileSync(recording)), before, diffGraph(before, after)] as const;
    const folder = mkdtempSync(join(tmpdir(), "diag-flame-"));
    const file = join(folder, "flame.html");
    writeFileSync(file, renderFlamePage(graphs));
    const browser = await chromium.launch({ executablePath, args });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      await page.locator("figure.live").nth(2).waitFor();
      expect(await page.title()).toBe("Flame graphs");
      expect(await page.locator(".contents a").allTextContents()).toEqual([
        "cpu.pb.gz",
        hostile,
        `${hostile} → after.folded`,
      ]);
      await page.locator("#show-1 canvas").focus();
      for (const key of ["ArrowUp", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
      expect(await page.locator("#show-1 p.unseen").textContent()).toMatch(
        /^main\.spin, 290\u202fms, 100\u202f% of all/,
      );
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [pathToFileURL(file).href] });
      // The page's own policy keeps everything else out, the checker too.
      const checked = await browser.newContext({ bypassCSP: true }).then((context) => context.newPage());
      await checked.goto(pathToFileURL(file).href);
      await checked.locator("figure.live").nth(2).waitFor();
      await checked.evaluate(axe.source);
      const violations = await checked.evaluate<readonly { readonly id: string }[]>(
        "axe.run().then(({ violations }) => violations.map(({ id }) => ({ id })))",
      );
      expect(violations).toEqual([]);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
