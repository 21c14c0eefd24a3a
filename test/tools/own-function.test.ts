import { expect, test } from "vitest";
import { ownStacks } from "../../src/tools/profile/runtime/own-function.ts";

const isProgram = (frame: string) => frame.endsWith("_[j]");

test("what a program's function calls in native code counts for it; other threads stay as they are", () => {
  const stacks = new Map([
    ["main;Hot.main_[j];Hot.priceOf_[j]", 25],
    ["main;Hot.main_[j];Hot.priceOf_[j];libmFmod", 51],
    ["main;Hot.main_[j];Hot.priceOf_[j];memcpy;page_fault_[k]", 4],
    ["GC Thread#0;GCTaskThread::run;copy", 3],
  ]);
  expect([...ownStacks(stacks, isProgram)]).toEqual([
    ["main;Hot.main_[j];Hot.priceOf_[j]", 80],
    ["GC Thread#0;GCTaskThread::run;copy", 3],
  ]);
});
