import { expect, test } from "vitest";
import { cutMiddle, type StepState, stepLine } from "../../src/cli/view/step-line.ts";

const style = { width: 74, unicode: true };
const state: StepState = { id: "growth", label: "process-memory", windowMs: 60_000, bytes: 0 };

test("a line tells what a step does, before, while and after it runs", () => {
  const lines = [
    state,
    { ...state, variant: "bcc", elapsedMs: 41_500, bytes: 217_000 },
    { ...state, elapsedMs: 61_000 },
    { ...state, done: { durationMs: 60_040 } },
    { ...state, message: "no headers of kernel 6.1\x1b[31m", done: { durationMs: 0 } },
  ].map((one) => stepLine(one, style));
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    growth         process-memory                                        waits
    growth         process-memory: bcc         ▓▓▓▓▓▓░░░░  41 of 60 s  212 KiB
    growth         process-memory                          ▓▓▓▓▓▓▓▓▓▓  reading
    growth         process-memory                                       60.0 s
    growth         no headers of kernel 6.1␛[31m                         0.0 s
    "
  `);
});

test("in ASCII", () => {
  expect(
    stepLine({ ...state, message: "a · b", elapsedMs: 30_000 }, { ...style, unicode: false }),
  ).toMatchInlineSnapshot(`"growth         a - b                                #####.....  30 of 60 s"`);
});

test("names are cut in the middle, never wrapped", () => {
  expect(cutMiddle("0123456789", 7, style)).toBe("012…789");
  expect(cutMiddle("0123456789", 7, { ...style, unicode: false })).toBe("012..89");
  const line = stepLine(
    { ...state, id: "a-very-long-step-identifier", message: "x".repeat(500), done: { durationMs: 1 } },
    style,
  );
  expect(line).toHaveLength(style.width);
});
