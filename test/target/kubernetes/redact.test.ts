import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../../src/target/kubernetes/redact.ts";

const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const body = String(pem).split("\n").slice(1, -2);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const token = (payload: string) =>
  ['{"alg":"RS256"}', `{"sub":"${payload}"}`, `signature of ${payload}`]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

/** Text, and what of it must not survive. */
const secrets = fc.oneof(
  fc.constant({ text: String(pem), parts: body }),
  fc.constant({ text: String(pem).slice(0, 400), parts: body.slice(0, 4) }),
  fc.constant({ text: String(pem).replaceAll("\n", "\\n"), parts: body }),
  fc.constant({ text: base64(String(pem)), parts: [base64(String(pem)).slice(40, 80)] }),
  fc.string({ minLength: 1, maxLength: 30, unit: "grapheme-ascii" }).map((payload) => {
    const text = token(payload.replaceAll(/["\\]/g, ""));
    return { text, parts: text.split(".").slice(1) };
  }),
  fc
    .tuple(fc.constantFrom("Bearer ", "bearer ", "Basic "), fc.stringMatching(/^[A-Za-z0-9._~+-]{12,60}$/))
    .map(([scheme, value]) => ({ text: scheme + value, parts: [value] })),
  fc
    .tuple(
      fc.constantFrom(
        "token: ",
        "token=",
        '"token":"',
        "password: ",
        "client-key-data: ",
        '"id-token": "',
        "refresh-token=",
      ),
      fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.-]{11,60}$/),
    )
    .map(([name, value]) => ({ text: name + value, parts: [value] })),
);

/** What stands around it: no letters that would go on with it. */
const around = fc.string({ maxLength: 60, unit: "binary" });

test("a secret never survives, whatever stands around it", () => {
  fc.assert(
    fc.property(around, secrets, around, (before, { text, parts }, after) => {
      const clean = redact(`${before} ${text} ${after}`);
      for (const part of parts) expect(clean).not.toContain(part);
    }),
    { numRuns: 500 },
  );
});

test("any text becomes one line of 500 characters at most", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000, unit: "binary" }), (text) => {
      const clean = redact(text);
      expect(clean.length).toBeLessThanOrEqual(500);
      expect(clean).not.toMatch(/[\r\n]/);
    }),
  );
  expect(redact("word ".repeat(200))).toMatch(/^(word )+.*…$/);
});

test("what people need to read stays", () => {
  const text =
    'pods "checkout-7d9f8b6c5-x2x4z" is forbidden: User "system:serviceaccount:shop:diag" cannot get resource "pods"';
  expect(redact(text)).toBe(text);
  const digest = `image sha256:${"a1b2c3d4".repeat(8)} was not found`;
  expect(redact(digest)).toBe(digest);
});
