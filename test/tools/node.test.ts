import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, recordings, variantNamed } from "./recording.ts";

interface Recorded {
  readonly at: string;
  readonly node: { readonly status: { readonly conditions: readonly object[] } };
  readonly events: readonly object[];
}

/** A real node, as a cluster told of it together with one of its pods. */
const recorded = JSON.parse(readFileSync(join(recordings, "pod/api-oom-killed.stdout"), "utf8")) as Recorded;
const { at, node, events } = recorded;

function parse(over: object) {
  const stdout = Buffer.from(JSON.stringify({ at, missing: [], ...over }));
  const { facts, notes, problem } = variantNamed("node", "api").parse(
    { stdout, stderr: "", partial: false },
    contextOf(),
  );
  return { facts: plain(facts), notes, problem };
}

function withConditions(...more: readonly object[]) {
  return { ...node, status: { ...node.status, conditions: [...node.status.conditions, ...more] } };
}

describe("facts of a node", () => {
  it("tells of a sound one what it runs, and that no condition is trouble", () => {
    const { facts, notes, problem } = parse({ node });
    expect({ notes, problem }).toEqual({ notes: [], problem: undefined });
    expect(facts).toMatchObject({
      troubles: 0,
      cordoned: false,
      kubelet: "v1.37.2",
      runtime: "containerd://1.7.24",
    });
    expect((facts["conditions"] as unknown[][]).map(([type]) => type)).toEqual([
      "MemoryPressure",
      "DiskPressure",
      "PIDPressure",
      "Ready",
    ]);
  });

  it("puts trouble first, what began last before what began long ago", () => {
    const condition = (type: string, status: string, lastTransitionTime: string) => ({
      ...{ type, status, lastTransitionTime },
      reason: "Because",
      message: "in words",
    });
    const { facts } = parse({
      node: withConditions(
        condition("KernelDeadlock", "True", "2026-11-23T17:30:33Z"),
        condition("NetworkingReady", "False", "2026-11-23T17:40:03Z"),
        condition("StorageReady", "True", "2026-11-23T17:40:03Z"),
        condition("ReadonlyFilesystem", "False", "2026-11-23T17:40:03Z"),
      ),
    });
    expect(facts["troubles"]).toBe(2);
    expect((facts["conditions"] as unknown[][]).slice(0, 2)).toEqual([
      ["NetworkingReady", "False", true, "Because", "in words", 30],
      ["KernelDeadlock", "True", true, "Because", "in words", 600],
    ]);
  });

  it("counts how often the kubelet was started within the hour", () => {
    const starts = events.filter((event) => (event as { message?: string }).message === "Starting kubelet.");
    expect(starts.length).toBeGreaterThan(1);
    expect(parse({ events }).facts["kubeletStarts"]).toBe(starts.length);
    const later = new Date(Date.parse(at) + 3_600_000).toISOString();
    expect(parse({ events, at: later }).facts["kubeletStarts"]).toBe(0);
    const proxy = { ...starts[0], message: "" };
    expect(parse({ events: [proxy] }).facts["kubeletStarts"]).toBe(0);
  });

  it("tells of one whose kubelet has just come back that it runs, and was started", () => {
    const { facts, notes } = parseRecording("node/api-restarted");
    expect(notes).toEqual([]);
    expect(plain(facts)).toMatchObject({ troubles: 0, cordoned: false, kubeletStarts: 4 });
  });

  it("says what it may not read, and that something else is no answer", () => {
    const missing = [{ what: "node", why: "not permitted: add get nodes" }];
    expect(parse({ missing })).toEqual({
      facts: {},
      notes: ["node: not permitted: add get nodes"],
      problem: undefined,
    });
    expect(parse({ at: 5 }).problem?.code).toBe("unparsable");
  });
});
