import { describe, expect, test } from "vitest";
import { formats } from "../../src/report/formats.ts";
import type { ReportInput } from "../../src/report/report-input.ts";
import { buildReport } from "../../src/report/report-model.ts";
import { terminalSummary } from "../../src/report/terminal/summary.ts";
import { rendered } from "./rendered.ts";
import { cpuHot } from "./samples/cpu-hot.ts";
import { bare, healthy, interrupted } from "./samples/other-ends.ts";

const samples: Readonly<Record<string, () => Promise<ReportInput>>> = { "cpu-hot": cpuHot, healthy, interrupted, bare };

function render(format: string, input: ReportInput): Promise<ReadonlyMap<string, string>> {
  return rendered(format, buildReport(input));
}

describe.each(Object.entries(samples))("%s", (name, sample) => {
  test("as Markdown", async () => {
    const files = await render("md", await sample());
    await expect(files.get("report.md")).toMatchFileSnapshot(`snapshots/${name}.md`);
  });

  test("in a terminal", async () => {
    const report = buildReport(await sample());
    const lines = [80, 40].flatMap((width) => terminalSummary(report, { width, colour: false, unicode: true }));
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  test("as JSON that holds no stacks and no raw output", async () => {
    const data = JSON.parse((await render("json", await sample())).get("report.json") ?? "");
    expect(data).toMatchObject({ apiVersion: "diag/v1", kind: "Report" });
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining(["verdict", "findings", "exhibits", "coverage", "provenance"]),
    );
    for (const exhibit of data.exhibits) expect(exhibit).not.toHaveProperty("tree");
    for (const raw of data.rawOutput) expect(raw).not.toHaveProperty("text");
  });

  test("is the same when it is made again", async () => {
    for (const { name: format } of formats)
      expect(await render(format, await sample())).toEqual(await render(format, await sample()));
  });
});

test("pictures stand beside the Markdown that shows them", async () => {
  const files = await render("md", await cpuHot());
  const shown = [...(files.get("report.md") ?? "").matchAll(/\]\((graphs\/[^)]+)\)/g)].map(([, path]) => path);
  expect(shown).toEqual(["graphs/cpu-stacks.svg", "graphs/limit-usageovertime.svg", "graphs/waits-latency.svg"]);
  expect([...files.keys()]).toEqual(["report.md", ...shown]);
});

test("the command that tells more stands with its finding, and with the verdict", async () => {
  const input = await cpuHot();
  const [first] = input.findings?.findings ?? [];
  if (input.findings === undefined || first === undefined) throw new Error("the sample has findings");
  const findings = { ...input.findings, findings: [{ ...first, next: "cpu-throttled" }] };
  const report = buildReport({ ...input, findings });
  const command = "diag run cpu-throttled --pid 4242";
  expect(report.verdict.next).toBe(command);
  expect((await render("md", { ...input, findings })).get("report.md")).toContain(`**Next:** \`${command}\``);
  expect((await render("html", { ...input, findings })).get("report.html")).toContain(`<code>${command}</code>`);
  expect(terminalSummary(report, { width: 80, colour: false, unicode: true })).toContain(`        → ${command}`);
});
