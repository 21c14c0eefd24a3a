import { expect, test } from "vitest";
import type { PlannedStep } from "../../src/documents/plan.generated.ts";
import { schedule } from "../../src/runner/schedule.ts";

function step(id: string, ...needs: string[]): PlannedStep {
  const times = { onError: "continue", windowMs: 0, timeoutMs: 1, maxOutputBytes: 1 } as const;
  return { kind: "command", id, argv: ["true"], parse: { as: "text" }, needs, ...times };
}

/** Runs the steps, each ended by hand; `events` tells what started and ended, in order. */
function running(
  steps: readonly PlannedStep[],
  resourceOf: (step: PlannedStep) => string | undefined = () => undefined,
) {
  const events: string[] = [];
  const ends = new Map<string, () => void>();
  const needed = new Map<string, Record<string, string>>();
  const done = schedule(steps, resourceOf, ({ id }, outcomes: ReadonlyMap<string, string>) => {
    events.push(`+${id}`);
    needed.set(id, Object.fromEntries(outcomes));
    return new Promise<string>((resolve) =>
      ends.set(id, () => {
        events.push(`-${id}`);
        resolve(`outcome of ${id}`);
      }),
    );
  });
  const end = async (id: string) => {
    ends.get(id)?.();
    await new Promise(setImmediate);
    return events.splice(0);
  };
  return { done, end, needed };
}

test("steps without needs start together, in order; outcomes stand in the plan's order", async () => {
  const { done, end } = running([step("a"), step("b"), step("c")]);
  expect(await end("")).toEqual(["+a", "+b", "+c"]);
  await end("c");
  await end("a");
  await end("b");
  expect([...(await done)]).toEqual([
    ["a", "outcome of a"],
    ["b", "outcome of b"],
    ["c", "outcome of c"],
  ]);
});

test("a step starts when the last of what it needs has ended, and is given their outcomes", async () => {
  const { done, end, needed } = running([
    step("last", "left", "right"),
    step("left"),
    step("right", "left"),
    step("free"),
  ]);
  expect(await end("")).toEqual(["+left", "+free"]);
  expect(await end("left")).toEqual(["-left", "+right"]);
  expect(await end("right")).toEqual(["-right", "+last"]);
  expect(needed.get("last")).toEqual({ left: "outcome of left", right: "outcome of right" });
  expect(needed.get("free")).toEqual({});
  await end("last");
  await end("free");
  expect([...(await done).keys()]).toEqual(["last", "left", "right", "free"]);
});

test("of the steps that hold one resource, one runs at a time", async () => {
  const steps = [step("a"), step("b"), step("other"), step("c")];
  const { done, end } = running(steps, ({ id }) => (id === "other" ? "disk" : "perf"));
  expect(await end("")).toEqual(["+a", "+other"]);
  expect(await end("a")).toEqual(["-a", "+b"]);
  expect(await end("b")).toEqual(["-b", "+c"]);
  await end("c");
  await end("other");
  expect((await done).size).toBe(4);
});

test("a resource never makes a circle with needs", async () => {
  const { done, end } = running([step("first", "second"), step("second")], () => "perf");
  expect(await end("")).toEqual(["+second"]);
  expect(await end("second")).toEqual(["-second", "+first"]);
  await end("first");
  expect((await done).size).toBe(2);
});

test("no steps are done at once", async () => {
  expect((await running([]).done).size).toBe(0);
});
