import { expect, test } from "vitest";
import { readPlaybook } from "../../src/playbook/read-playbook.ts";
import { tools } from "../../src/tools/registry.ts";
import { version } from "../../src/version.ts";

const said = (engine: string) => {
  const text = `apiVersion: diag/v1
kind: Playbook
metadata: { name: engine, version: 1.0.0, title: Which engine? }
spec:
  engine: ${JSON.stringify(engine)}
  targets: [host]
  steps: [{ id: cpu, tool: mpstat }]
  checks: [{ id: busy, title: Busy, fail: cpu.busy > 90, message: Busy. }]
`;
  const read = readPlaybook(Buffer.from(text), "engine.yaml", tools);
  return read.ok ? "" : read.errors.map(({ message }) => message).join();
};

test.each([">=0.1", ">=0.1 <99", `^${version}`, `~${version}`, version, "*", "", "0.0.1 || >=0.1", "0.0.1 - 98"])(
  "%j takes this diag",
  (range) => expect(said(range)).toBe(""),
);

test.each(["<0.1", ">=99", "99.x", `>${version}`])("%j does not", (range) =>
  expect(said(range)).toBe(`the playbook is for diag ${range}, this is ${version}`),
);

test.each(["newest", "1.2.3.4", "v"])("%j is no range", (range) =>
  expect(said(range)).toBe(`\`${range}\` is no range of versions`),
);
