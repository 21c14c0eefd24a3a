import { expect, test } from "vitest";
import type { Param, Playbook } from "../../src/documents/playbook.generated.ts";
import { resolveParams } from "../../src/playbook/params.ts";

const declared: Record<string, Param> = {
  duration: { type: "duration", default: "10s", minimum: "1s", maximum: "1h", description: "How long to watch." },
  limit: { type: "bytes", default: "64MiB", minimum: "1KiB", description: "Where memory counts as much." },
  frequency: { type: "integer", default: 49, minimum: 1, maximum: 999, description: "Samples a second." },
  share: { type: "number", default: 0.5, maximum: 1, description: "Which share counts." },
  kernel: { type: "boolean", default: true, description: "Whether kernel stacks are taken." },
  state: { type: "enum", default: "on", values: ["on", "off"], description: "Which time counts." },
  ports: { type: "list", default: [80], description: "Ports to watch." },
  label: { type: "string", default: "", description: "A word of your own." },
};

function resolve(given: Record<string, string>, params: Record<string, Param> = declared) {
  const playbook: Playbook = {
    apiVersion: "diag/v1",
    kind: "Playbook",
    metadata: { name: "sample", version: "1.0.0", title: "Is it so?" },
    spec: {
      targets: ["process"],
      params,
      steps: [{ id: "cpu", tool: "mpstat" }],
      checks: [{ id: "busy", title: "Busy", fail: "cpu.busy > 80", message: "Busy." }],
    },
  };
  const { values, errors } = resolveParams(playbook, given);
  return { values, errors: errors.map(({ code, message, hint }) => [code, message, hint]) };
}

test("defaults are read like anything written", () => {
  expect(resolve({})).toEqual({
    values: {
      duration: 10_000,
      limit: 64 * 1024 * 1024,
      frequency: 49,
      share: 0.5,
      kernel: true,
      state: "on",
      ports: [80],
      label: "",
    },
    errors: [],
  });
});

test("values come from the command line as texts", () => {
  const given = {
    duration: "1m30s",
    limit: "1.5GB",
    frequency: "99",
    share: "1e-1",
    kernel: "false",
    state: "off",
    ports: "80,443",
    label: "a=b c",
  };
  expect(resolve(given)).toEqual({
    values: {
      duration: 90_000,
      limit: 1.5e9,
      frequency: 99,
      share: 0.1,
      kernel: false,
      state: "off",
      ports: ["80", "443"],
      label: "a=b c",
    },
    errors: [],
  });
});

test.each([
  [{ duration: "5h" }, ["param-range", "duration is 5h; it must be between 1s and 1h", "How long to watch."]],
  [{ duration: "999ms" }, ["param-range", "duration is 999ms; it must be between 1s and 1h", "How long to watch."]],
  [{ limit: "1B" }, ["param-range", "limit is 1B; it must be at least 1KiB", "Where memory counts as much."]],
  [{ share: "1.01" }, ["param-range", "share is 1.01; it must be at most 1", "Which share counts."]],
  [{ frequency: "1000" }, ["param-range", "frequency is 1000; it must be between 1 and 999", "Samples a second."]],
  [
    { duration: "10" },
    [
      "param-type",
      'duration is "10"; it must be a duration',
      "Write a duration such as 10s or 1m30s: How long to watch.",
    ],
  ],
  [
    { frequency: "49.5" },
    [
      "param-type",
      'frequency is "49.5"; it must be a whole number',
      "Write a whole number such as 10: Samples a second.",
    ],
  ],
  [
    { share: "NaN" },
    ["param-type", 'share is "NaN"; it must be a number', "Write a number such as 0.5: Which share counts."],
  ],
  [
    { kernel: "yes" },
    [
      "param-type",
      'kernel is "yes"; it must be true or false',
      "Write true or false: Whether kernel stacks are taken.",
    ],
  ],
  [
    { state: "offf" },
    ["param-type", 'state is "offf"; it must be one of on, off', "Did you mean `off`? There are `on`, `off`."],
  ],
  [
    { durtion: "10s" },
    [
      "param-unknown",
      "sample has no param durtion",
      "Did you mean `duration`? There are `duration`, `limit`, `frequency`, `share`, `kernel`, `state`, `ports`, `label`.",
    ],
  ],
])("%o is refused", (given, error) => {
  expect(resolve(given as Record<string, string>).errors).toEqual([error]);
});

test("every error is told at once, and what is missing", () => {
  const params: Record<string, Param> = {
    port: { type: "integer", description: "The port to watch." },
    word: { type: "string", description: "A word." },
  };
  const { values, errors } = resolve({ port: "x", constructor: "1" }, params);
  expect(values).toEqual({});
  expect(errors).toEqual([
    ["param-unknown", "sample has no param constructor", "There are `port`, `word`."],
    ["param-type", 'port is "x"; it must be a whole number', "Write a whole number such as 10: The port to watch."],
    ["param-missing", "sample needs the param word", "Add --param word=…: A word."],
  ]);
});
