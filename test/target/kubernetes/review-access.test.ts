import { expect, test } from "vitest";
import { accessRules, ruleText } from "../../../src/target/kubernetes/access.ts";
import { covers } from "../../../src/target/kubernetes/review-access.ts";

const exec = { namespace: "diag", group: "", resource: "pods/exec", verb: "create" };

test.each([
  { verbs: ["create"], apiGroups: [""], resources: ["pods/exec"] },
  { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
  { verbs: ["get", "create"], apiGroups: ["apps", ""], resources: ["pods", "*/exec"] },
])("%j grants to exec", (rule) => expect(covers(rule, exec)).toBe(true));

test.each([
  { verbs: ["create"], apiGroups: [""], resources: ["pods"] },
  { verbs: ["get"], apiGroups: [""], resources: ["pods/exec"] },
  { verbs: ["create"], apiGroups: ["apps"], resources: ["pods/exec"] },
  { verbs: ["create"], apiGroups: [""], resources: ["*/log"] },
  { verbs: ["create"], apiGroups: [""], resources: ["pods/exec"], resourceNames: ["one"] },
  {},
])("%j does not", (rule) => expect(covers(rule, exec)).toBe(false));

test("rules are told as people write them", () => {
  const texts = accessRules.map((rule) => ruleText(rule, { target: "shop", tool: "diag" }));
  expect(texts).toContain("get pods in namespace shop");
  expect(texts).toContain("create, delete jobs.batch in namespace diag");
  expect(texts).toContain("get, list nodes");
  expect(texts).toContain("list pods in all namespaces");
  expect(texts).toContain("list events in namespace default");
});
