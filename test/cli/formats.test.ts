import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag } from "./diag.ts";

const recorded = ["run", "cpu-hot", "--recorded", join(import.meta.dirname, "../../playbooks/cpu-hot/cases/idle")];
const reports = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("report."));

test("--format says which reports are written, and where they are", async () => {
  const out = join(temporaryFolder(), "run");
  const { exitCode, stdout } = await diag([...recorded, "--format", "junit,csv", "--out", out]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`\\nreport {2}${out}/report.junit.xml\\nreport {2}${out}/report.csv\\n$`));
  expect(reports(out)).toEqual(["report.csv", "report.junit.xml"]);
  await diag(["report", out, "--format", "prometheus"]);
  expect(reports(out)).toEqual(["report.csv", "report.junit.xml", "report.prom"]);
});

test("a format that there is not is refused before anything starts", async () => {
  const out = join(temporaryFolder(), "run");
  const { exitCode, stderr } = await diag([...recorded, "--format", "html,junt", "--out", out]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      "error usage: There is no format junt\n  Did you mean `junit`? There are `html`, `md`, `json`, `junit`, `sarif`, `prometheus`, `csv`.\n",
  });
  expect(existsSync(out)).toBe(false);
});
