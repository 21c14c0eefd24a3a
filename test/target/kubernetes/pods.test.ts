import fc from "fast-check";
import { expect, test } from "vitest";
import { DiagError } from "../../../src/errors.ts";
import { path } from "../../../src/target/kubernetes/cluster.ts";
import { readResourceName } from "../../../src/target/kubernetes/pods.ts";

test.each([
  ["checkout-7d9f", "pod", "checkout-7d9f"],
  ["pod/x", "pod", "x"],
  ["pods/x", "pod", "x"],
  ["po/x", "pod", "x"],
  ["deployment/x", "deployment", "x"],
  ["Deployments/x", "deployment", "x"],
  ["deploy/x", "deployment", "x"],
  ["deployment.apps/x", "deployment", "x"],
  ["deployments.v1.apps/x", "deployment", "x"],
  ["sts/x", "statefulset", "x"],
  ["ds/x", "daemonset", "x"],
  ["rs/x", "replicaset", "x"],
  ["rc/x", "replicationcontroller", "x"],
  ["job.batch/x", "job", "x"],
  ["svc/x", "service", "x"],
])("%s is %s %s", (text, kind, name) => {
  expect(readResourceName(text)).toEqual({ kind, name });
});

test.each(["", "/", "/x", "pod/", "node/x", "constructor/x", "toString/x", "__proto__/x", "s/x"])(
  "%j names nothing that has pods",
  (text) => {
    expect(() => readResourceName(text)).toThrow(
      expect.objectContaining({
        code: "usage",
        message: `${text || "An empty name"} names nothing that has pods`,
        hint: "Write pod/NAME, or deployment/NAME, statefulset/NAME, daemonset/NAME, replicaset/NAME, replicationcontroller/NAME, job/NAME, service/NAME.",
      }),
    );
  },
);

test("any text is a name or an error of its own", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(readResourceName(text).name).not.toBe("");
      } catch (error) {
        expect(error).toBeInstanceOf(DiagError);
      }
    }),
  );
});

test("no name leads out of the path that it is put in", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom(".", "..", "", "../..", "x?y", "x#y", "%2e%2e", "a/b")),
      (name) => {
        let made: string;
        try {
          made = path`/api/v1/namespaces/${name}/pods`;
        } catch (error) {
          // Half of a surrogate pair is no text.
          expect(error instanceof DiagError || error instanceof URIError).toBe(true);
          return;
        }
        const { pathname, search, hash } = new URL(made, "https://cluster");
        expect({ pathname, search, hash }).toEqual({ pathname: made, search: "", hash: "" });
        expect(made.split("/")).toHaveLength(6);
      },
    ),
  );
});
