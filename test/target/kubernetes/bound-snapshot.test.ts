import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { isTooLong, packText } from "../../../src/site/kubernetes/packed.ts";
import { boundSnapshot } from "../../../src/target/kubernetes/bound-snapshot.ts";

const random = (length: number) => randomBytes(length).toString("base64url").slice(0, length);
const plain = (count: number, length: number) => Array.from({ length: count }, () => ({ name: "x".repeat(length) }));
const many = (count: number, length: number) => Array.from({ length: count }, () => ({ name: random(length) }));
const snapshot = { at: "2026-11-23T12:00:00Z", container: "app", pod: {}, missing: [] };

test("what fits stays as it is", () => {
  const small = { ...snapshot, neighbours: plain(500, 300), events: plain(100, 500) };
  expect(boundSnapshot(small)).toBe(small);
});

test("neighbours go before events, and the note says how many are kept", () => {
  const bounded = boundSnapshot({ ...snapshot, neighbours: many(500, 500), events: plain(100, 500) });
  expect(bounded.events).toHaveLength(100);
  expect(bounded.neighbours).toHaveLength(62);
  expect(bounded.missing).toEqual([{ what: "neighbours", why: "62 of 500 are kept: they are too many for a plan" }]);
});

test("the largest can be carried by a Job, however little it can be packed", () => {
  const bounded = boundSnapshot({ ...snapshot, neighbours: many(500, 2_000), events: many(1000, 5_000) });
  expect(isTooLong(packText(JSON.stringify(bounded)))).toBe(false);
});
