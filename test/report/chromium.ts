import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const noChromium = !existsSync(executablePath);

/** A page from a file, and what it has done that it should not have. */
export interface OpenPage {
  readonly page: Page;
  /** What it said on the console, refusals of its own policy included, and errors of its scripts. */
  readonly complaints: readonly string[];
  /** Addresses besides its own. */
  readonly requests: readonly string[];
  readonly dialogs: readonly string[];
}

/** Chromium, and a folder for the pages that it opens. */
export async function startChromium() {
  const folder = mkdtempSync(join(tmpdir(), "diag-pages-"));
  const browser: Browser = await chromium.launch({ executablePath, args });
  let count = 0;
  return {
    async open(html: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
      const file = join(folder, `${count++}.html`);
      writeFileSync(file, html);
      const url = pathToFileURL(file).href;
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      const dialogs: string[] = [];
      page.on("dialog", async (dialog) => {
        dialogs.push(dialog.message());
        await dialog.dismiss();
      });
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => request.url() !== url && requests.push(request.url()));
      await page.goto(url);
      return { page, complaints, requests, dialogs };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
