import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuantity } from "../../src/tools/pod/quantity.ts";
import { parseRecording, plain, variantNamed } from "./recording.ts";

describe("quantities of Kubernetes", () => {
  it.each([
    ["128Mi", 134_217_728],
    ["1G", 1e9],
    ["1Gi", 2 ** 30],
    ["500m", 0.5],
    ["1e3", 1000],
    ["1E3", 1000],
    ["1E", 1e18],
    ["1.5Gi", 1.5 * 2 ** 30],
    ["0.1", 0.1],
    [".5", 0.5],
    ["2.", 2],
    ["100n", 1e-7],
    ["250u", 0.00025],
    ["12k", 12_000],
    ["-1", -1],
    ["+3Ki", 3072],
    ["123456789", 123_456_789],
    ["129e6", 129e6],
    ["128974848000m", 128_974_848],
  ])("%s is %d", (text, value) => expect(parseQuantity(text)).toBe(value));

  it.each([
    "",
    "Mi",
    "1 Gi",
    "1gi",
    "1KI",
    "1K",
    "0x10",
    "1e",
    "1e+",
    "1.2.3",
    "Infinity",
    "NaN",
    "--1",
    "1Mi ",
    "1e999",
  ])("%s is none", (text) => expect(parseQuantity(text)).toBeUndefined());

  const binary = ["", "Ki", "Mi", "Gi", "Ti"];
  const decimal = ["", "k", "M", "G", "T"];

  it("counts in powers of 1024 or 1000, exactly", () => {
    fc.assert(
      fc.property(fc.nat({ max: 4095 }), fc.nat({ max: 4 }), (whole, power) => {
        expect(parseQuantity(`${whole}${binary[power]}`)).toBe(Number(BigInt(whole) * 1024n ** BigInt(power)));
        expect(parseQuantity(`${whole}${decimal[power]}`)).toBe(Number(BigInt(whole) * 1000n ** BigInt(power)));
        expect(parseQuantity(`${whole}e${3 * power}`)).toBe(parseQuantity(`${whole}${decimal[power]}`));
      }),
    );
  });

  it("has thousandths as the decimal number that they are", () => {
    fc.assert(
      fc.property(fc.nat(), (thousandths) => {
        const text = `${Math.floor(thousandths / 1000)}.${`${thousandths % 1000}`.padStart(3, "0")}`;
        expect(parseQuantity(`${thousandths}m`)).toBe(Number(text));
        expect(parseQuantity(text)).toBe(Number(text));
      }),
    );
  });

  it("is a finite number or none, of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const value = parseQuantity(text);
        expect(value === undefined || Number.isFinite(value)).toBe(true);
      }),
    );
  });
});

/** A snapshot of five minutes past, with what `over` says. */
function parse(over: object) {
  const pod = {
    metadata: { namespace: "shop", name: "checkout-1" },
    spec: { containers: [{ name: "app", resources: { limits: { memory: "512Mi" } } }, { name: "proxy" }] },
    status: {
      phase: "Running",
      qosClass: "Burstable",
      containerStatuses: [
        { name: "proxy", ready: true, restartCount: 0, state: { running: {} } },
        {
          name: "app",
          ready: false,
          restartCount: 3,
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: {
            terminated: {
              reason: "OOMKilled",
              exitCode: 137,
              startedAt: "2026-11-23T11:50:00Z",
              finishedAt: "2026-11-23T11:55:30Z",
            },
          },
        },
      ],
    },
  };
  const snapshot = { at: "2026-11-23T12:00:00Z", container: "app", pod, missing: [], ...over };
  const output = { stdout: Buffer.from(JSON.stringify(snapshot)), stderr: "", partial: false };
  const context = { args: {}, cpus: 1, pids: [], elapsedMs: 0 };
  const { facts, notes, problem } = variantNamed("pod", "api").parse(output, context);
  return { facts: plain(facts), notes, problem };
}

describe("facts of a pod", () => {
  it("tells of the container that is meant how it ended, by the server's clock", () => {
    expect(parse({}).facts).toEqual({
      phase: "Running",
      restarts: 3,
      ready: false,
      waitingReason: "CrashLoopBackOff",
      qosClass: "Burstable",
      memoryLimit: 512 * 2 ** 20,
      lastTerminationReason: "OOMKilled",
      lastTerminationExitCode: 137,
      sinceLastTermination: 270,
      lastRunLasted: 330,
      oomKilled: true,
    });
    expect(parse({ container: "proxy" }).facts).toEqual({
      phase: "Running",
      restarts: 0,
      ready: true,
      qosClass: "Burstable",
      oomKilled: false,
    });
  });

  it("takes the limits that the kubelet has applied before those that were asked for", () => {
    const applied = { limits: { memory: "1Gi", cpu: "1500m" }, requests: { memory: "64M", cpu: "0.05" } };
    const pod = {
      spec: { containers: [{ name: "app", resources: { limits: { memory: "512Mi" } } }] },
      status: { phase: "Running", containerStatuses: [{ name: "app", resources: applied }] },
    };
    expect(parse({ pod }).facts).toMatchObject({
      memoryLimit: 2 ** 30,
      memoryRequest: 64e6,
      cpuLimit: 150,
      cpuRequest: 5,
    });
  });

  it("orders events of every age of the API by time, and counts the pod's warnings", () => {
    const about = (kind: string) => ({ involvedObject: { kind } });
    const events = [
      { ...about("Pod"), type: "Normal", reason: "Pulled", lastTimestamp: "2026-11-23T11:50:00Z" },
      { ...about("Pod"), type: "Warning", reason: "BackOff", count: 7, lastTimestamp: "2026-11-23T11:59:00Z" },
      {
        ...about("Pod"),
        type: "Warning",
        reason: "Unhealthy",
        message: "probe failed",
        eventTime: "2026-11-23T10:00:00.000001Z",
        series: { count: 4, lastObservedTime: "2026-11-23T11:59:30.5Z" },
      },
      { ...about("Node"), type: "Warning", reason: "SystemOOM", eventTime: "2026-11-23T12:00:05Z" },
    ];
    expect(parse({ events }).facts).toMatchObject({
      events: [
        ["Warning", "SystemOOM", "", 1, 0, "Node"],
        ["Warning", "Unhealthy", "probe failed", 4, 30, "Pod"],
        ["Warning", "BackOff", "", 7, 60, "Pod"],
        ["Normal", "Pulled", "", 1, 600, "Pod"],
      ],
      warnings: 11,
    });
  });

  it("tells the same event once, and nothing of a kubelet that starts", () => {
    const event = (kind: string, reason: string, lastTimestamp: string, count: number) => ({
      involvedObject: { kind },
      type: "Normal",
      reason,
      count,
      lastTimestamp,
    });
    const events = [
      event("Node", "NodeReady", "2026-11-23T11:59:59Z", 1),
      event("Node", "NodeNotReady", "2026-11-23T11:59:00Z", 2),
      event("Node", "NodeNotReady", "2026-11-23T11:58:00Z", 3),
      event("Pod", "Starting", "2026-11-23T11:57:00Z", 1),
    ];
    expect(parse({ events }).facts["events"]).toEqual([
      ["Normal", "NodeNotReady", "", 5, 60, "Node"],
      ["Normal", "Starting", "", 1, 180, "Pod"],
    ]);
  });

  it("adds up neighbours: a limit only where every container has one", () => {
    const one = (limits: object, requests: object) => ({ resources: { limits, requests } });
    const neighbours = [
      {
        metadata: { namespace: "b", name: "small" },
        spec: { containers: [one({ memory: "1Mi" }, { memory: "1Mi", cpu: "100m" }), one({}, { cpu: "50m" })] },
        status: { qosClass: "Burstable", containerStatuses: [{ restartCount: 1 }, { restartCount: 2 }] },
      },
      {
        metadata: { namespace: "a", name: "large" },
        spec: { containers: [one({ memory: "2Mi" }, { memory: "2Mi" }), one({ memory: "1Mi" }, {})] },
        status: { qosClass: "Burstable" },
      },
    ];
    expect(parse({ neighbours }).facts).toMatchObject({
      neighbours: [
        ["a", "large", "Burstable", 2 * 2 ** 20, 3 * 2 ** 20, 0, 0],
        ["b", "small", "Burstable", 2 ** 20, 0, 15, 3],
      ],
      neighbourCount: 2,
    });
  });

  it("finds the autoscaler of the workload among others", () => {
    const scales = (name: string, kind: string, target: string) => ({
      metadata: { name },
      spec: { maxReplicas: 4, scaleTargetRef: { kind, name: target } },
      status: { currentReplicas: 4 },
    });
    const owners = [
      { kind: "ReplicaSet", name: "checkout-5d9" },
      { kind: "Deployment", name: "checkout" },
    ];
    const others = [scales("other", "Deployment", "cart"), scales("alike", "StatefulSet", "checkout")];
    const found = parse({ owners, autoscalers: [...others, scales("ours", "Deployment", "checkout")] });
    expect(found.facts).toMatchObject({
      workload: "Deployment/checkout",
      autoscaler: "ours",
      autoscalerMinimum: 1,
      autoscalerMaximum: 4,
      autoscalerCurrent: 4,
      autoscalerAtMaximum: true,
    });
    expect(parse({ owners, autoscalers: others }).facts).not.toHaveProperty("autoscaler");
  });

  it("notes what is missing, with the right that would give it", () => {
    const missing = [{ what: "events", why: "not permitted: add list events in namespace shop" }];
    const { facts, notes } = parse({ missing });
    expect(notes).toEqual(["events: not permitted: add list events in namespace shop"]);
    expect(facts).not.toHaveProperty("events");
  });

  it("says so where it is no snapshot", () => {
    expect(parse({ pod: [] }).problem).toEqual({
      code: "unparsable",
      message: "the cluster's answer about the pod cannot be read",
    });
  });

  it("reads a pod that was OOM-killed, as a cluster told it", () => {
    const { facts, notes } = parseRecording("pod/api-oom-killed");
    const { events, neighbours, nodeConditions, ...scalars } = plain(facts);
    expect(scalars).toMatchInlineSnapshot(`
      {
        "autoscaler": "checkout-hpa",
        "autoscalerAtMaximum": true,
        "autoscalerCurrent": 1,
        "autoscalerMaximum": 1,
        "autoscalerMinimum": 1,
        "cpuLimit": 20,
        "cpuRequest": 5,
        "lastRunLasted": 17,
        "lastTerminationExitCode": 137,
        "lastTerminationReason": "OOMKilled",
        "memoryLimit": 134217728,
        "memoryRequest": 33554432,
        "neighbourCount": 3,
        "nodeUnderMemoryPressure": false,
        "oomKilled": true,
        "phase": "Running",
        "qosClass": "Burstable",
        "ready": true,
        "restarts": 1,
        "sinceLastTermination": 4,
        "warnings": 0,
        "workload": "Deployment/checkout",
      }
    `);
    expect((events as unknown[][]).slice(0, 4)).toMatchInlineSnapshot(`
      [
        [
          "Normal",
          "Pulled",
          "Container image "diag-leaks:test" already present on machine and can be accessed by the pod",
          2,
          3,
          "Pod",
        ],
        [
          "Normal",
          "Created",
          "Container created",
          2,
          3,
          "Pod",
        ],
        [
          "Normal",
          "Started",
          "Container started",
          2,
          3,
          "Pod",
        ],
        [
          "Normal",
          "Scheduled",
          "Successfully assigned c-shop/checkout-5d95869c48-n624s to diag-lab-2",
          1,
          27,
          "Pod",
        ],
      ]
    `);
    expect(nodeConditions).toHaveLength(4);
    expect(neighbours).toHaveLength(3);
    expect(notes).toEqual([]);
  });
});
