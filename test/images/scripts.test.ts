import { readdirSync } from "node:fs";
import { execa } from "execa";
import { expect, test } from "vitest";

const folder = "images/toolbox";
const { failed: noShellcheck } = await execa("shellcheck", ["--version"], { reject: false });

test.skipIf(noShellcheck)("the image's scripts are clean to shellcheck [needs shellcheck]", async () => {
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));
  expect(scripts).toContain("build.sh");
  const { stdout } = await execa("shellcheck", scripts, { cwd: folder, reject: false });
  expect(stdout).toBe("");
});

test.each([
  ["an unknown flavour", ["--flavour", "toolbox-huge"]],
  ["headers for a flavour that has none", ["--flavour", "toolbox-slim", "--headers", "linux-headers-amd64"]],
  ["the flavour with headers without any", ["--flavour", "toolbox-headers"]],
  ["an option without its value", ["--tag"]],
  ["an unknown option", ["--push", "yes"]],
])("build.sh refuses %s before it builds anything", async (_, words) => {
  const { exitCode, stdout, stderr } = await execa(`${folder}/build.sh`, words, { reject: false });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(/^Builds the toolbox image: build\.sh \[--flavour toolbox\|toolbox-slim\|toolbox-headers\]/);
});
