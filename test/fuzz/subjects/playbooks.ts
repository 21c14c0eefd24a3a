import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCase } from "../../../src/case/read-case.ts";
import { renderError } from "../../../src/cli/render-error.ts";
import { DiagErrors } from "../../../src/errors.ts";
import { splitTemplate, wholeExpression } from "../../../src/playbook/expression/template.ts";
import { parseBytes, parseDuration } from "../../../src/playbook/quantity.ts";
import { readPlaybook } from "../../../src/playbook/read-playbook.ts";
import { readValue } from "../../../src/playbook/read-value.ts";
import { parseQuantity } from "../../../src/tools/pod/quantity.ts";
import { tools } from "../../../src/tools/registry.ts";
import { files } from "../corpus.ts";
import { onlyOurErrors } from "../only-ours.ts";
import { emptyFolder } from "../scratch.ts";
import type { Subject } from "../subject.ts";

const playbooks = () => files("playbooks/*/playbook.yaml");
const types = ["string", "integer", "number", "boolean", "duration", "bytes", "enum", "list"] as const;

/** Documents that people write, and the words in them. */
export const playbookSubjects: readonly Subject[] = [
  {
    name: "playbook",
    share: 0.4,
    seeds: playbooks,
    read(input) {
      const answer = readPlaybook(input, "any.yaml", tools);
      if (answer.ok) return;
      assert.ok(answer.errors.length > 0 && answer.errors.length <= 51, `${answer.errors.length} errors`);
      const { text } = renderError(new DiagErrors([...answer.errors]));
      assert.ok(text.length < 200_000, `${text.length} characters of errors`);
    },
  },
  caseSubject(),
  {
    name: "template",
    seeds: playbooks,
    read(input) {
      const text = input.toString();
      const { parts } = splitTemplate(text);
      assert.ok(parts.length <= text.length);
      wholeExpression(text);
    },
  },
  {
    name: "quantity",
    seeds: () =>
      ["10s", "1m30s", "1.5h", "64MiB", "512Ki", "1.5GB", "250m", "1e3", "0.5", "12E"].map((text) => Buffer.from(text)),
    read(input) {
      const text = input.toString();
      for (const value of [parseDuration(text), parseBytes(text), parseQuantity(text)])
        assert.ok(value === undefined || Number.isFinite(value), `${value}`);
      for (const type of types) readValue("p", { type, description: "Any.", values: ["a"] }, text);
    },
  },
];

function caseSubject(): Subject {
  let folder: string | undefined;
  return {
    name: "case",
    share: 0.4,
    seeds: () => files("playbooks/*/cases/*/expected.yaml"),
    async read(input) {
      folder ??= emptyFolder("case/cases/any").slice(0, -"/cases/any".length);
      writeFileSync(join(folder, "cases/any/expected.yaml"), input);
      const where = folder;
      await onlyOurErrors(() => readCase(where, "any"));
    },
  };
}
