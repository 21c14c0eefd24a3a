import { eventRow, readEvents } from "../cluster-snapshot/events.ts";
import { listOf, part, textOf, timeOf } from "../cluster-snapshot/json.ts";
import { readMissing, readSnapshot } from "../cluster-snapshot/read-snapshot.ts";
import { boolean, number, string, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import type { Parsed, RawOutput } from "../tool.ts";
import { readAutoscaler, readWorkload } from "./autoscaler.ts";
import { readContainerRun } from "./container-run.ts";
import { readNeighbours } from "./neighbours.ts";
import { podFactDeclarations as declared } from "./pod-declarations.ts";
import { containerResource } from "./resources.ts";

type PodFacts = Partial<Record<keyof typeof declared, ParsedFact>>;

/** A `PodSnapshot` → facts. What it does not have is absent, with a note that says why. */
export function parsePod({ stdout }: RawOutput): Parsed {
  const snapshot = readSnapshot(stdout);
  const pod = part(snapshot, "pod");
  const [phase, now] = [textOf(part(pod, "status", "phase")), timeOf(part(snapshot, "at"))];
  if (phase === undefined || now === undefined) {
    return {
      facts: {},
      notes: [],
      problem: { code: "unparsable", message: "the cluster's answer about the pod cannot be read" },
    };
  }
  const container = textOf(part(snapshot, "container")) ?? "";
  const facts: PodFacts = {
    phase: string(phase),
    ...runFacts(pod, container, now),
    ...optionalString("qosClass", textOf(part(pod, "status", "qosClass"))),
    ...optionalNumber("memoryLimit", containerResource(pod, container, "limits", "memory"), "bytes"),
    ...optionalNumber("memoryRequest", containerResource(pod, container, "requests", "memory"), "bytes"),
    ...optionalNumber("cpuLimit", containerResource(pod, container, "limits", "cpu"), "percent-of-core"),
    ...optionalNumber("cpuRequest", containerResource(pod, container, "requests", "cpu"), "percent-of-core"),
    ...eventFacts(snapshot, now),
    ...nodeFacts(part(snapshot, "node")),
    ...neighbourFacts(snapshot),
    ...optionalString("workload", readWorkload(snapshot)),
    ...autoscalerFacts(snapshot),
  };
  return { facts, notes: readMissing(snapshot) };
}

function runFacts(pod: unknown, container: string, now: number): PodFacts {
  const { restarts, ready, waitingReason, last } = readContainerRun(pod, container, now);
  return {
    restarts: number(restarts, "count"),
    ready: boolean(ready),
    ...optionalString("waitingReason", waitingReason),
    ...optionalString("lastTerminationReason", last?.reason),
    ...optionalNumber("lastTerminationExitCode", last?.exitCode, "none"),
    ...optionalNumber("sinceLastTermination", last?.since, "seconds"),
    ...optionalNumber("lastRunLasted", last?.lasted, "seconds"),
    oomKilled: boolean(last?.reason === "OOMKilled"),
  };
}

function eventFacts(snapshot: unknown, now: number): PodFacts {
  if (part(snapshot, "events") === undefined) return {};
  const { events, warnings } = readEvents(snapshot, now);
  return { events: table(declared.events, events.map(eventRow)), warnings: number(warnings, "count") };
}

function nodeFacts(node: unknown): PodFacts {
  if (node === undefined) return {};
  const conditions = listOf(part(node, "status", "conditions")).map((one) =>
    ["type", "status", "reason", "message"].map((field) => textOf(part(one, field)) ?? ""),
  );
  const pressure = conditions.find(([type]) => type === "MemoryPressure")?.[1];
  return {
    nodeConditions: table(declared.nodeConditions, conditions),
    ...(pressure === undefined ? {} : { nodeUnderMemoryPressure: boolean(pressure === "True") }),
  };
}

function neighbourFacts(snapshot: unknown): PodFacts {
  if (part(snapshot, "neighbours") === undefined) return {};
  const { neighbours, count } = readNeighbours(snapshot);
  const rows = neighbours.map((one) => [
    one.namespace,
    one.name,
    one.qosClass,
    one.memoryRequest,
    one.memoryLimit,
    one.cpuRequest,
    one.restarts,
  ]);
  return { neighbours: table(declared.neighbours, rows), neighbourCount: number(count, "count") };
}

function autoscalerFacts(snapshot: unknown): PodFacts {
  const found = readAutoscaler(snapshot);
  if (found === undefined) return {};
  return {
    autoscaler: string(found.name),
    autoscalerMinimum: number(found.minimum, "count"),
    autoscalerMaximum: number(found.maximum, "count"),
    autoscalerCurrent: number(found.current, "count"),
    autoscalerAtMaximum: boolean(found.current >= found.maximum),
  };
}

function optionalString(name: keyof PodFacts, value: string | undefined): PodFacts {
  return value === undefined ? {} : { [name]: string(value) };
}

function optionalNumber(
  name: keyof PodFacts,
  value: number | undefined,
  unit: "none" | "bytes" | "seconds" | "percent-of-core",
): PodFacts {
  return value === undefined ? {} : { [name]: number(value, unit) };
}
