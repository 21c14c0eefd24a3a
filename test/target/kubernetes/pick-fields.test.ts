import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pickFields } from "../../../src/target/kubernetes/pick-fields.ts";
import { snapshotFields } from "../../../src/target/kubernetes/snapshot-fields.ts";

test("only what is declared is kept, and only where it is of a plain kind", () => {
  const found = {
    a: "text",
    b: 1,
    c: true,
    d: { e: "in", f: "out" },
    g: [{ h: 1, i: 2 }, "x", null],
    j: ["k"],
    l: null,
  };
  const fields = { a: true, b: true, c: true, d: { e: true }, g: [{ h: true }], j: true, l: true, m: true } as const;
  expect(pickFields(found, fields)).toEqual({ a: "text", b: 1, c: true, d: { e: "in" }, g: [{ h: 1 }, {}, {}] });
  expect(pickFields(JSON.parse('{"__proto__":{"a":1}}'), fields)).toEqual({});
});

test("of a pod neither environment nor annotations nor commands are kept", () => {
  const pod = {
    metadata: {
      name: "checkout",
      annotations: { key: "hunter2" },
      labels: { l: "hunter2" },
      managedFields: ["hunter2"],
    },
    spec: {
      containers: [
        { name: "app", env: [{ value: "hunter2" }], args: ["hunter2"], resources: { limits: { cpu: "1" } } },
      ],
      imagePullSecrets: [{ name: "hunter2" }],
      volumes: [{ name: "hunter2" }],
    },
    status: { phase: "Running", message: "Bearer hunter2hunter2hunter2" },
  };
  const picked = pickFields(pod, snapshotFields.pod);
  expect(JSON.stringify(picked)).not.toContain("hunter2");
  expect(picked).toEqual({
    metadata: { name: "checkout" },
    spec: { containers: [{ name: "app", resources: { limits: { cpu: "1" } } }] },
    status: { phase: "Running", message: "[removed]" },
  });
});

test("texts and lists are bounded", () => {
  const many = { metadata: {}, message: "word ".repeat(1000), count: 1 };
  expect(JSON.stringify(pickFields(many, snapshotFields.event)).length).toBeLessThan(600);
  const pod = { spec: { containers: Array.from({ length: 1000 }, () => ({ resources: {} })) } };
  expect(pickFields(pod, snapshotFields.neighbour)).toHaveProperty("spec.containers.length", 100);
});

test("the recording holds what is declared and no more", () => {
  const file = join(import.meta.dirname, "../../tools/recordings/pod/api-oom-killed.stdout");
  const { pod, node } = JSON.parse(readFileSync(file, "utf8"));
  expect(pickFields(pod, snapshotFields.pod)).toEqual(pod);
  expect(pickFields(node, snapshotFields.node)).toEqual(node);
});
