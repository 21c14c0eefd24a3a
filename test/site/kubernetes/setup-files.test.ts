import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { changedFields } from "../../../src/site/kubernetes/setup/changed-fields.ts";
import { manifestsYaml } from "../../../src/site/kubernetes/setup/manifest-yaml.ts";
import { setupFiles } from "../../../src/site/kubernetes/setup/setup-files.ts";
import type { SetupRequest } from "../../../src/site/kubernetes/setup/setup-request.ts";
import { accessRules } from "../../../src/target/kubernetes/access.ts";

const plain: SetupRequest = { namespace: "diag", targetNamespaces: [], subjects: [], pullSecrets: [] };

const yamlOf = (request: Partial<SetupRequest>) =>
  manifestsYaml(setupFiles({ ...plain, ...request }).flatMap(({ objects }) => objects));

const namesOf = (request: Partial<SetupRequest>) =>
  setupFiles({ ...plain, ...request })
    .flatMap(({ objects }) => objects)
    .map(({ manifest: { kind, metadata } }) => [kind, metadata.namespace, metadata.name].filter(Boolean).join(" "));

test.each([
  ["every-namespace", { subjects: [{ kind: "Group", name: "sre" }] }],
  [
    "one-namespace",
    {
      targetNamespaces: ["shop"],
      subjects: [
        { kind: "User", name: "alice@example.com" },
        { kind: "ServiceAccount", name: "diag", namespace: "ci" },
      ],
      maxRuns: 5,
      pullSecrets: ["registry"],
    },
  ],
] satisfies [string, Partial<SetupRequest>][])("what is set up for %s", async (name, request) => {
  await expect(yamlOf(request)).toMatchFileSnapshot(join("setup", `${name}.yaml`));
});

test("the YAML is what the manifests are", () => {
  const request: SetupRequest = { ...plain, subjects: [{ kind: "User", name: "yes: {no}\n---" }], maxRuns: 2 };
  const read = parseAllDocuments(yamlOf(request)).map((document) => document.toJS());
  const manifests = setupFiles(request).flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
  expect(read).toEqual(JSON.parse(JSON.stringify(manifests)));
});

test("without anybody there are roles and no bindings", () => {
  expect(namesOf({})).toEqual([
    "Namespace diag",
    "ServiceAccount diag default",
    "ClusterRole diag-user",
    "Role diag diag-user",
  ]);
});

test("another tool namespace has roles of its own", () => {
  const names = namesOf({ namespace: "tools", targetNamespaces: ["a", "b"], subjects: [{ kind: "User", name: "x" }] });
  expect(names).toEqual([
    "Namespace tools",
    "ServiceAccount tools default",
    "ClusterRole diag-user-tools",
    "Role tools diag-user-tools",
    "Role a diag-user-tools-target",
    "Role b diag-user-tools-target",
    "ClusterRoleBinding diag-user-tools",
    "RoleBinding tools diag-user-tools",
    "RoleBinding a diag-user-tools-target",
    "RoleBinding b diag-user-tools-target",
  ]);
});

test("nobody gets to see secrets, to change workloads, or to exec where targets are", () => {
  const words = accessRules.flatMap(({ resources, verbs }) => [...resources, ...verbs]);
  for (const word of ["secrets", "configmaps", "*", "update", "patch", "deletecollection", "escalate", "bind"])
    expect(words).not.toContain(word);
  const writing = accessRules.filter(({ verbs }) => verbs.some((verb) => verb === "create" || verb === "delete"));
  expect(new Set(writing.map(({ place }) => place))).toEqual(new Set(["tool"]));
});

test("what has changed is told by its path, without what the server keeps", () => {
  const before = {
    metadata: { name: "x", labels: { a: "1", b: "2" }, resourceVersion: "1", managedFields: [1] },
    subjects: [{ name: "alice" }],
    status: { used: 1 },
  };
  const after = {
    metadata: { name: "x", labels: { a: "1", b: "3", c: "4" }, resourceVersion: "2", managedFields: [2] },
    subjects: [{ name: "alice" }, { name: "bob" }],
    status: { used: 2 },
  };
  expect(changedFields(before, after)).toEqual(["metadata.labels.b", "metadata.labels.c", "subjects"]);
  expect(changedFields(before, { ...before, automount: false })).toEqual(["automount"]);
  expect(changedFields(before, structuredClone(before))).toEqual([]);
});
