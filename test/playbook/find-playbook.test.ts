import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPlaybook, playbookNames } from "../../src/playbook/find-playbook.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A folder with playbooks of these names, each with its own folder's path as text. */
function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "playbook.yaml"), join(folder, name));
  }
  return folder;
}

function textOf(nameOrPath: string, folders: readonly string[] = []): string {
  return Buffer.from(findPlaybook(nameOrPath, folders).bytes).toString();
}

test("a name is looked for in the folders, the earlier first", () => {
  const [own, shipped] = [folderWith("cpu-hot"), folderWith("cpu-hot", "off-cpu")];
  expect(textOf("cpu-hot", [own, shipped])).toBe(join(own, "cpu-hot"));
  expect(textOf("off-cpu", [own, shipped])).toBe(join(shipped, "off-cpu"));
  expect([...playbookNames([own, shipped, "/no/such/folder"]).keys()]).toEqual(["cpu-hot", "off-cpu"]);
});

test("a path is a file, or a folder that holds playbook.yaml", () => {
  const folder = folderWith("cpu-hot");
  expect(textOf(join(folder, "cpu-hot"))).toBe(join(folder, "cpu-hot"));
  expect(textOf(join(folder, "cpu-hot", "playbook.yaml"))).toBe(join(folder, "cpu-hot"));
});

test("a misspelt name is told with what there is", () => {
  const folder = folderWith("off-cpu", "cpu-hot");
  expect(() => findPlaybook("cpu-hto", [folder])).toThrow(
    expect.objectContaining({
      code: "playbook-not-found",
      message: "There is no playbook cpu-hto",
      hint: "Did you mean `cpu-hot`? There are `cpu-hot`, `off-cpu`.",
    }),
  );
});

test("a folder without a playbook is no playbook's name", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "playbook.yaml"), "");
  expect([...playbookNames([folder]).keys()]).toEqual([]);
  expect(() => findPlaybook("empty", [folder])).toThrow(
    expect.objectContaining({ code: "playbook-not-found", hint: "There are none." }),
  );
});

test.each([
  ["that is not there", "./no/such.yaml"],
  ["of a device", "/dev/zero"],
  ["below a file", "/dev/null/playbook.yaml"],
  ["too long for the system", `./${"a".repeat(5000)}`],
  ["with a NUL", "./a\0b"],
])("a path %s is not found", (_what, path) => {
  expect(() => findPlaybook(path, [])).toThrow(
    expect.objectContaining({
      code: "playbook-not-found",
      message: `There is no playbook at ${path}`,
      hint: "Give a playbook file, or a folder that holds playbook.yaml.",
    }),
  );
});

test.each([".", "..", "", "constructor", "__proto__"])("the name `%s` finds nothing", (name) => {
  expect(() => findPlaybook(name, [folderWith("cpu-hot")])).toThrow(
    expect.objectContaining({ code: "playbook-not-found" }),
  );
});

test("a file as large as no playbook is refused without being read", () => {
  const file = join(temporaryFolder(), "playbook.yaml");
  writeFileSync(file, "");
  truncateSync(file, 100 * 1024 ** 3);
  expect(() => findPlaybook(file, [])).toThrow(
    expect.objectContaining({
      code: "playbook-too-large",
      message: `${file} has 107374182400 bytes; a playbook has at most 1048576`,
    }),
  );
});
