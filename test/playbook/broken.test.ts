import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderError } from "../../src/cli/render-error.ts";
import { DiagErrors } from "../../src/errors.ts";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";

const folder = join(import.meta.dirname, "broken");

/** Each file has one thing wrong; beside it stands all that diag says. */
test.each(readdirSync(folder).filter((file) => file.endsWith(".yaml")))("%s", async (file) => {
  const read = readPlaybook(readFileSync(join(folder, file)), file, tools);
  const errors = read.ok ? [] : [...read.errors];
  expect(errors).not.toEqual([]);
  await expect(renderError(new DiagErrors(errors)).text).toMatchFileSnapshot(
    join(folder, file.replace(/\.yaml$/, ".txt")),
  );
});
