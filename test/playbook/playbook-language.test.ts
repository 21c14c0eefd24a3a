import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import schema from "../../schemas/playbook.v1.json" with { type: "json" };
import { environmentOf } from "../../src/playbook/expression/scope.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";

const reference = readFileSync(new URL("../../docs/playbook-language.md", import.meta.url), "utf8");

/** Names of properties and values of enums, anywhere in a part of the schema. */
function wordsOf(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const { properties, enum: values } = part as { properties?: object; enum?: readonly string[] };
  const own = [...Object.keys(properties ?? {}), ...(values ?? [])];
  return [...own, ...Object.values(part).flatMap(wordsOf)];
}

test("every key and every value of the schema is in the reference", () => {
  const named = (word: string) => new RegExp(`\`([\\w-]+\\.)*${word}\`|\\b${word}:`).test(reference);
  expect([...new Set(wordsOf(schema))].filter((word) => !named(word))).toEqual([]);
});

test("every function of diag's own is in the reference, and no other", () => {
  const ofCel = new Set(["dyn", "type", "bool", "size", "double", "int", "uint", "string", "timestamp", "has"]);
  const registered = environmentOf({ params: {}, steps: {} })
    .getDefinitions()
    .functions.filter(({ receiverType, name }) => receiverType === null && !ofCel.has(name))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith("__"));
  const section = reference.slice(reference.indexOf("## Functions"), reference.indexOf("And CEL's own"));
  const documented = [...section.matchAll(/`(\w+)\(/g)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual([...new Set(registered)].toSorted());
});

test("the examples are valid playbooks", () => {
  const examples = [...reference.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);
  expect(examples.length).toBeGreaterThan(0);
  for (const text of examples) {
    const read = readPlaybook(Buffer.from(text), "docs/playbook-language.md", tools);
    expect(read.ok ? [] : read.errors.map(({ message, at }) => `${at?.line}: ${message}`)).toEqual([]);
  }
});

test("links within the page lead somewhere", () => {
  const headings = [...reference.matchAll(/^## (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...reference.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.filter((anchor) => !headings.includes(anchor ?? ""))).toEqual([]);
});
