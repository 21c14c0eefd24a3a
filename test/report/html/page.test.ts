import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../../src/report/html/page.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";
import { buildReport } from "../../../src/report/report-model.ts";
import { cpuHot } from "../samples/cpu-hot.ts";
import { attacks, hostileText, withTexts } from "../samples/hostile.ts";
import { bare, healthy, interrupted } from "../samples/other-ends.ts";
import { tagsOf } from "./elements.ts";

function page(input: ReportInput): string {
  return renderHtml(buildReport(input))[0]?.text ?? "";
}

const forbidden = /^(on\w+|style|src|srcset|srcdoc|action|formaction|background|ping|xlink:href)$/;

function expectHarmless(html: string): void {
  for (const { name, attributes } of tagsOf(html)) {
    expect(name).not.toMatch(/^(img|iframe|object|embed|link|base|form|video|audio|image|foreignObject|animate)$/i);
    for (const attribute of attributes) expect(attribute).not.toMatch(forbidden);
  }
  for (const [, target] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) expect(target).toMatch(/^#[\w-]+$/);
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html.match(/<style>/g)).toHaveLength(1);
}

describe("the page", async () => {
  const html = page(await cpuHot());

  test("lets nothing run, style or load but what it names by digest", () => {
    const digest = (element: string) => {
      const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html)?.[1] ?? "";
      return `sha256-${createHash("sha256").update(text).digest("base64")}`;
    };
    const policy = /Content-Security-Policy" content="([^"]*)"/
      .exec(html)?.[1]
      ?.replaceAll("&#x27;", "'")
      .replaceAll("&#x3D;", "=");
    expect(policy).toBe(
      `default-src 'none'; style-src '${digest("style")}'; script-src '${digest("script")}'; base-uri 'none'; form-action 'none'`,
    );
    expectHarmless(html);
  });

  test("has one heading of the first order, and skips none", () => {
    const orders = [...html.matchAll(/<h(\d)/g)].map(([, order]) => Number(order));
    expect(orders[0]).toBe(1);
    expect(orders.filter((order) => order === 1)).toHaveLength(1);
    orders.forEach((order, i) => {
      expect(order - (orders[i - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  test("leads nowhere that is not there, and names nothing twice", () => {
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
    for (const [, label = ""] of html.matchAll(/aria-labelledby="([^"]*)"/g))
      for (const id of label.split(" ")) expect(ids).toContain(id);
  });

  test("is small", () => {
    expect(html.length).toBeLessThan(150_000);
  });
});

test.each([
  ["healthy", healthy],
  ["interrupted", interrupted],
  ["bare", bare],
] as const)("a page of a run that is %s is whole", async (_, sample) => {
  const html = page(await sample());
  expectHarmless(html);
  expect(html).not.toMatch(/undefined|\[object|NaN/);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
});

describe("whatever the node says", () => {
  test.each(attacks.map((attack) => [attack.slice(0, 60), attack]))(
    "no element, no attribute, no link and no script comes of %j",
    async (_, attack) => {
      const input = await cpuHot();
      const html = page(await withTexts(input, () => attack));
      expectHarmless(html);
      expect(tagsOf(html).length).toBeLessThan(tagsOf(page(input)).length);
    },
  );

  test("nor of any text", async () => {
    const input = await cpuHot();
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(hostileText), async (texts) => {
        expectHarmless(page(await withTexts(input, () => texts.next().value ?? "")));
      }),
      { numRuns: 25 },
    );
  });

  test("no template writes it unescaped", () => {
    for (const name of ["page", "verdict", "exhibit", "finding", "grid", "account"]) {
      const template = readFileSync(`src/report/html/${name}.hbs`, "utf8");
      for (const [, field] of template.matchAll(/\{\{\{\s*([^}\s]+)/g))
        expect(field).toMatch(/^(style|script|figure|steps)Html$/);
    }
  });
});
