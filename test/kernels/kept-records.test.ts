import { expect, test } from "vitest";
import { latest } from "./kept-records.ts";
import type { GuestRecord, VariantRecord } from "./record.ts";

const variant = (tool: string, seconds: number): VariantRecord => ({
  kind: "variant",
  tool,
  variant: "bpftrace",
  started: { ok: true, facts: {}, notes: [], seconds },
});

test("a guest's later word replaces what was told about the same before", () => {
  const end: GuestRecord = { kind: "end" };
  expect(latest([variant("runqlat", 1), variant("profile", 1), end], [variant("profile", 2), end])).toEqual([
    variant("runqlat", 1),
    variant("profile", 2),
    end,
  ]);
});
