import { expect, test } from "vitest";
import { readValue } from "../../src/playbook/read-value.ts";
import type { ArgumentDeclaration } from "../../src/tools/argument.ts";

const declare = (type: ArgumentDeclaration["type"], more: Partial<ArgumentDeclaration> = {}) => ({
  type,
  description: "What it sets.",
  ...more,
});
const bounded = declare("duration", { minimum: "1s", maximum: "10m" });
const choice = declare("enum", { values: ["fast", "deep"] });

test.each([
  [declare("string"), "", ""],
  [declare("string"), "a b", "a b"],
  [declare("integer"), 7, 7],
  [declare("integer"), "1e3", 1000],
  [declare("integer"), "-7", -7],
  [declare("number"), "0.5", 0.5],
  [declare("number"), " 0.5 ", 0.5],
  [declare("boolean"), true, true],
  [declare("boolean"), "false", false],
  [declare("duration"), "1m30s", 90_000],
  [bounded, "1s", 1_000],
  [bounded, "10m", 600_000],
  [declare("bytes"), "64MiB", 67_108_864],
  [declare("bytes", { minimum: "1KiB" }), "1024B", 1024],
  [choice, "deep", "deep"],
  [declare("list"), ["a", 1], ["a", 1]],
  [declare("list"), "a,b,,c", ["a", "b", "c"]],
  [declare("list"), "", []],
])("%j reads %j", (declaration, given, value) =>
  expect(readValue("it", declaration, given)).toEqual({ ok: true, value }),
);

test.each([
  [declare("string"), 7, "it is 7; it must be a string", "Write a text: What it sets."],
  [
    declare("integer"),
    "7.5",
    'it is "7.5"; it must be a whole number',
    "Write a whole number such as 10: What it sets.",
  ],
  [
    declare("integer"),
    2 ** 53,
    "it is 9007199254740992; it must be a whole number",
    "Write a whole number such as 10: What it sets.",
  ],
  [declare("number"), "", 'it is ""; it must be a number', "Write a number such as 0.5: What it sets."],
  [declare("number"), "Infinity", 'it is "Infinity"; it must be a number', "Write a number such as 0.5: What it sets."],
  [declare("boolean"), 1, "it is 1; it must be true or false", "Write true or false: What it sets."],
  [declare("duration"), 10, "it is 10; it must be a duration", "Write a duration such as 10s or 1m30s: What it sets."],
  [declare("bytes"), "64", 'it is "64"; it must be a size in bytes', "Write a size such as 64MiB: What it sets."],
  [choice, "fats", 'it is "fats"; it must be one of fast, deep', "Did you mean `fast`? There are `fast`, `deep`."],
  [declare("list"), 7, "it is 7; it must be a list", "Write a list such as a,b,c: What it sets."],
])("%j refuses %j", (declaration, given, message, hint) =>
  expect(readValue("it", declaration, given)).toEqual({ ok: false, code: "param-type", message, hint }),
);

test.each([
  [bounded, "999ms", "it is 999ms; it must be between 1s and 10m"],
  [bounded, "601s", "it is 601s; it must be between 1s and 10m"],
  [declare("integer", { minimum: 1 }), 0, "it is 0; it must be at least 1"],
  [declare("bytes", { maximum: "1MiB" }), "2MiB", "it is 2MiB; it must be at most 1MiB"],
])("%j is out of the bounds of %j", (declaration, given, message) =>
  expect(readValue("it", declaration, given)).toEqual({
    ok: false,
    code: "param-range",
    message,
    hint: "What it sets.",
  }),
);
