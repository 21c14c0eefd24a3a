import { expect, test } from "vitest";
import { type Trial, trialLine, trialTable } from "./trial.ts";

const trial: Trial = {
  moment: { number: 7, site: "docker", blow: "kill a tool", at: 0.4, pick: 0.1 },
  struckMs: 3210,
  probedMs: 1200,
  ranMs: 9104,
  exitCode: "exit 4",
  said: "run complete",
  problems: [],
};

test("a line says where, what, when, how it ended, and the verdict", () => {
  expect(trialLine(trial)).toBe(
    '#7    docker      kill a tool       at  3.2 of  9.1 s  exit 4    "run complete"  holds',
  );
  expect(trialLine({ ...trial, struckMs: undefined, problems: ["first is lost", "a mount is left"] })).toBe(
    '#7    docker      kill a tool       not     of  9.1 s  exit 4    "run complete"  DOES NOT HOLD: first is lost; a mount is left',
  );
});

test("the table counts what was tried and what held", () => {
  const local: Trial = { ...trial, moment: { ...trial.moment, site: "local", blow: "kill the CLI" } };
  expect(trialTable([trial, local, { ...trial, problems: ["x"] }, { ...trial, struckMs: undefined }])).toBe(
    `
site        blow              tried  held
docker      kill a tool           2     1
local       kill the CLI          1     1
                                  3     2`.trimStart(),
  );
});
