import { readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { describe, expect, test } from "vitest";
import { diffGraph } from "../../../src/report/flame/diff-graph.ts";
import type { Graph } from "../../../src/report/flame/graph.ts";
import { readProfile } from "../../../src/report/flamegraph/read/read-profile.ts";
import { renderFlamePage } from "../../../src/report/html/flame-page.ts";
import { noChromium, startChromium } from "../chromium.ts";

async function graphOf(title: string, bytes: Uint8Array): Promise<Graph> {
  return { title, ...(await readProfile(title, [bytes])) };
}

describe.skipIf(noChromium)("the page of diag flame, in Chromium from a file [needs chromium]", () => {
  test("holds every graph live, asks for nothing, runs no script of a name, and is accessible", async () => {
    const recording = join(import.meta.dirname, "../flamegraph/recordings/cpu.pb.gz");
    const hostile = "</script><script>document.title='x'</script>";
    const before = await graphOf(hostile, Buffer.from(`main;${hostile.replaceAll(";", "")} 3\nmain;spin 1\n`));
    const after = await graphOf("after.folded", Buffer.from("main;spin 9\n"));
    const graphs = [await graphOf("cpu.pb.gz", readFileSync(recording)), before, diffGraph(before, after)] as const;
    const html = renderFlamePage(graphs);
    await using chromium = await startChromium();
    const { page, complaints, requests } = await chromium.open(html);
    await page.locator("figure.live").nth(2).waitFor();
    expect(await page.title()).toBe("Flame graphs");
    expect(await page.locator(".contents a").allTextContents()).toEqual([
      "cpu.pb.gz",
      hostile,
      `${hostile} → after.folded`,
    ]);
    await page.locator("#show-1 canvas").focus();
    for (const key of ["ArrowUp", "ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    expect(await page.locator("#show-1 p.unseen").textContent()).toMatch(/^main\.spin, 290\u202fms, 100\u202f% of all/);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    // The page's own policy keeps everything else out, the checker too.
    const { page: checked } = await chromium.open(html, { bypassCSP: true });
    await checked.locator("figure.live").nth(2).waitFor();
    await checked.evaluate(axe.source);
    const violations = await checked.evaluate<readonly { readonly id: string }[]>(
      "axe.run().then(({ violations }) => violations.map(({ id }) => ({ id })))",
    );
    expect(violations).toEqual([]);
  });
});
