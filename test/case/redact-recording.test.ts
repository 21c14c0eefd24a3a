import fc from "fast-check";
import { expect, test } from "vitest";
import { Redactor } from "../../src/case/redact-recording.ts";

function redactor(replace: Record<string, string> = {}) {
  return new Redactor({ host: "db-7.internal", replace });
}

test("the host's name as a word, users' folders, addresses and keys; always by the same", () => {
  const one = redactor();
  expect(one.redact("db-7.internal xdb-7.internal /home/alice/app 10.1.2.3:443 10.1.2.4 10.1.2.3")).toBe(
    "node xdb-7.internal /home/user/app 198.18.0.1:443 198.18.0.2 198.18.0.1",
  );
  expect(one.redact('fd00::17 [2a00:1450::8]:53 "token":"s3cr3t-value"')).toBe(
    '2001:db8::3 [2001:db8::4]:53 "token":"[removed]"',
  );
  expect([...one.counts]).toEqual([
    ["name of the host", 1],
    ["home folders", 1],
    ["addresses", 5],
    ["keys and tokens", 1],
  ]);
});

test.each([
  "127.0.0.1:53 0.0.0.0 255.255.255.0 224.0.0.1 198.18.0.9",
  "::1 :: ff02::1 2001:db8::1",
  "12:34:56 2026-11-23T18:36:12.525Z aa:bb:cc:dd:ee:ff std::vector::push_back",
  "bpftrace v0.21.2 6.18.44-fc",
])("what leads nowhere stays: %s", (text) => {
  expect(redactor().redact(text)).toBe(text);
});

test("words of the user come first", () => {
  expect(redactor({ "shop.example": "app.test" }).redact("api.shop.example on db-7.internal")).toBe(
    "api.app.test on node",
  );
});

test("JSON stays JSON, and a second time changes nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.ipV4()), fc.array(fc.ipV6()), (value, four, six) => {
      const text = JSON.stringify({ value, four, six });
      const once = redactor().redact(text);
      expect(() => JSON.parse(once)).not.toThrow();
      expect(redactor().redact(once)).toBe(once);
    }),
  );
});
