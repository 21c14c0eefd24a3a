import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accessRules } from "../../../src/target/kubernetes/access.ts";

/** What anybody may ask, and what only an administrator does: the set-up. */
const needsNoRule = /\/version|selfsubject|\/kubernetes\/setup\//;

/** The resources of every path of the API in the code that asks it: `…/namespaces/${namespace}/pods/${name}/log` → pods/log. */
function askedResources(): string[] {
  const files = globSync("src/{site,target}/kubernetes/**/*.ts").filter((file) => !needsNoRule.test(file));
  const codeOf = (file: string) => readFileSync(file, "utf8").replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  const paths = files.flatMap((file) => codeOf(file).match(/[`"]\/apis?\/[^`"]+[`"]/g) ?? []);
  const resources = paths
    .filter((path) => !needsNoRule.test(path))
    .map((path) => path.slice(1, -1).replace(/^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\//, ""))
    .map((path) => path.replace(/^namespaces\/(?:\$\{[^}]+\}|\*|default)\//, ""))
    .map((path) => path.replace(/\/\$\{[^}]+\}(?=\/|$)/, "").replace(/\/$/, ""));
  return [...new Set(resources)].filter((one) => !one.startsWith("${")).sort();
}

test("each resource that is asked for has a rule", () => {
  const known = accessRules.flatMap(({ resources }) => resources);
  const asked = askedResources();
  expect(asked).toEqual(expect.arrayContaining(["events", "jobs", "nodes", "pods", "pods/log", "resourcequotas"]));
  expect(asked.filter((one) => !known.includes(one))).toEqual([]);
});

test("docs/kubernetes.md has each rule as it is", () => {
  const places = { target: "the target's", tool: "the tool pod's", default: "`default`", cluster: "none, or all" };
  const rows = accessRules.map(({ place, group, resources, verbs, reason, without = "**no run**" }) => {
    const names = resources.map((one) => `\`${group === "" ? one : `${one}.${group}`}\``).join(", ");
    return `| ${places[place]} | ${verbs.join(", ")} ${names} | ${reason} | ${without} |`;
  });
  const page = readFileSync("docs/kubernetes.md", "utf8");
  const table = page.slice(page.indexOf("\n## Rights\n"), page.indexOf("\n## Is everything there?\n"));
  expect(table.split("\n").filter((line) => /^\| (?!namespace|---)/.test(line))).toEqual(rows);
});
