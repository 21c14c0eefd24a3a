import { eventRow, readEvents, readKubeletStarts } from "../cluster-snapshot/events.ts";
import { listOf, part, textOf, timeOf } from "../cluster-snapshot/json.ts";
import { readMissing, readSnapshot } from "../cluster-snapshot/read-snapshot.ts";
import { boolean, number, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { nodeFactDeclarations as declared } from "./node-declarations.ts";

type NodeFacts = Partial<Record<keyof typeof declared, ParsedFact>>;

/** A `NodeSnapshot` → facts. What it does not have is absent, with a note that says why. */
export function parseNode({ stdout }: RawOutput): Parsed {
  const snapshot = readSnapshot(stdout);
  const now = timeOf(part(snapshot, "at"));
  if (now === undefined) {
    return {
      facts: {},
      notes: [],
      problem: { code: "unparsable", message: "the cluster's answer about the node cannot be read" },
    };
  }
  const node = part(snapshot, "node");
  return {
    facts: { ...(node === undefined ? {} : factsOf(node, now)), ...eventFacts(snapshot, now) },
    notes: readMissing(snapshot),
  };
}

function factsOf(node: unknown, now: number): NodeFacts {
  const conditions = listOf(part(node, "status", "conditions")).map((one) => {
    const [type = "", status = "", reason = "", message = ""] = ["type", "status", "reason", "message"].map((field) =>
      textOf(part(one, field)),
    );
    const since = timeOf(part(one, "lastTransitionTime")) ?? now;
    const ageSeconds = Math.max(0, Math.round((now - since) / 1000));
    return { type, status, trouble: isTrouble(type, status), reason, message, ageSeconds };
  });
  const ordered = conditions.toSorted((a, b) => Number(b.trouble) - Number(a.trouble) || a.ageSeconds - b.ageSeconds);
  const kubelet = textOf(part(node, "status", "nodeInfo", "kubeletVersion"));
  const runtime = textOf(part(node, "status", "nodeInfo", "containerRuntimeVersion"));
  return {
    conditions: table(
      declared.conditions,
      ordered.map(({ type, status, trouble, reason, message, ageSeconds }) => [
        type,
        status,
        trouble,
        reason,
        message,
        ageSeconds,
      ]),
    ),
    troubles: number(conditions.filter(({ trouble }) => trouble).length, "count"),
    cordoned: boolean(part(node, "spec", "unschedulable") === true),
    ...(kubelet === undefined ? {} : { kubelet: string(kubelet) }),
    ...(runtime === undefined ? {} : { runtime: string(runtime) }),
  };
}

/**
 * The kubelet's own but Ready, and those of node-problem-detector, tell of trouble by True; Ready, and what other agents model
 * after it (KernelReady, NetworkingReady…), by anything else.
 */
function isTrouble(type: string, status: string): boolean {
  return type.endsWith("Ready") ? status !== "True" : status === "True";
}

function eventFacts(snapshot: unknown, now: number): NodeFacts {
  if (part(snapshot, "events") === undefined) return {};
  const { events } = readEvents(snapshot, now);
  const warnings = events.filter(({ type }) => type === "Warning").reduce((sum, { count }) => sum + count, 0);
  return {
    events: table(declared.events, events.map(eventRow)),
    warnings: number(warnings, "count"),
    kubeletStarts: number(readKubeletStarts(snapshot, now), "count"),
  };
}
