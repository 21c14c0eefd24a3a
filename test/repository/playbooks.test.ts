import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const names = readdirSync("playbooks");

const absentIn = (folder: string) => (path: string) => !existsSync(`${folder}/${path}`);

describe.each(names)("playbooks/%s", (name) => {
  const folder = `playbooks/${name}`;

  test("is complete by itself", () => {
    expect(["playbook.yaml", "README.md", "cases"].filter(absentIn(folder))).toEqual([]);
  });

  test("each of its cases is complete: a recording, and what it must say", () => {
    const wanted = ["expected.yaml", "manifest.json", "plan.json", "probe.json", "steps"];
    const cases = existsSync(`${folder}/cases`) ? readdirSync(`${folder}/cases`) : [];
    expect(cases.length).toBeGreaterThanOrEqual(3);
    const paths = cases.flatMap((one) => wanted.map((part) => `cases/${one}/${part}`));
    expect(paths.filter(absentIn(folder))).toEqual([]);
  });

  test("is named as its folder and points an editor to the schema", () => {
    const text = readFileSync(`${folder}/playbook.yaml`, "utf8");
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=../../schemas/playbook.v1.json");
    expect(parse(text).metadata.name).toBe(name);
  });

  test("each of its checks tells why its threshold is what it is", () => {
    const { spec } = parse(readFileSync(`${folder}/playbook.yaml`, "utf8"));
    const checks: readonly { readonly id: string; readonly rationale?: string }[] = spec.checks;
    expect(checks.filter(({ rationale }) => !rationale).map(({ id }) => id)).toEqual([]);
  });

  test("its README answers what a reader asks", () => {
    const text = existsSync(`${folder}/README.md`) ? readFileSync(`${folder}/README.md`, "utf8") : "";
    const missing = ["What it runs", "(Overhead|Cost)", "Privileges", "How to read the report", "Example"].filter(
      (part) => !new RegExp(`^#+ .*${part}`, "im").test(text),
    );
    expect(missing).toEqual([]);
    expect(text).not.toMatch(/\b(?:TODO|EXAMPLE|COST)\b/);
  });
});

test("nothing outside of playbooks knows a playbook's name, but for examples of commands", () => {
  const example = /^.*(?:\$ (?:sudo )?diag |`diag-\d).*$/gm;
  // What threads wait for off the CPU is asked by a playbook and seen by a tool, and both are called so.
  const toolsOwn = /^ {2}name: "[a-z-]+",$/gm;
  const known = globSync("src/**/*.{ts,hbs}").filter((path) => {
    const code = readFileSync(path, "utf8")
      .replace(example, "")
      .replace(path.startsWith("src/tools/") ? toolsOwn : /$^/, "");
    return names.some((name) => code.includes(`"${name}"`) || code.includes(`'${name}'`));
  });
  expect(known).toEqual([]);
});
