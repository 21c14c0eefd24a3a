import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { V1ContainerStatus, V1Pod } from "../../../src/target/kubernetes/api-types.ts";
import { containerStatuses, notRunning } from "../../../src/target/kubernetes/container-state.ts";

/** Of a real cluster. */
const pods: readonly V1Pod[] = JSON.parse(
  readFileSync(new URL("../../site/kubernetes/recorded/pods.json", import.meta.url), "utf8"),
);
const status = (more: Partial<V1ContainerStatus>): V1ContainerStatus =>
  ({ name: "main", image: "", imageID: "", ready: false, restartCount: 0, ...more }) as V1ContainerStatus;

test.each([
  ["completed", "it ended (Completed) with exit code 0 after 0 s"],
  ["crashing", "it ended (Error) with exit code 3 after 0 s; it has restarted 2 times"],
  ["greedy", "it ended OOM-killed with exit code 137 after 1 s; it has restarted 2 times"],
  [
    "never",
    'it waits (ErrImageNeverPull: Container image "diag-nothing:none" is not present with pull policy of Never)',
  ],
  ["misconfigured", 'it waits (CreateContainerConfigError: configmap "none" not found)'],
  ["mountless", "it waits (ContainerCreating)"],
])("a recorded container: %s", (name, told) => {
  const [found] = containerStatuses(pods.find((pod) => pod.metadata?.name === name) as V1Pod);
  expect(notRunning(found as V1ContainerStatus)).toBe(told);
});

test("of one that waits to be started again, how it ended last", () => {
  const [startedAt, finishedAt] = ["2026-11-23T10:00:00Z", "2026-11-23T10:00:14Z"].map((time) => new Date(time));
  const terminated = { exitCode: 137, reason: "OOMKilled", startedAt, finishedAt } as object;
  const waiting = { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting failed container" };
  const lastState = { terminated } as NonNullable<V1ContainerStatus["lastState"]>;
  expect(notRunning(status({ state: { waiting }, lastState, restartCount: 5 }))).toBe(
    "it waits (CrashLoopBackOff); its last run ended OOM-killed with exit code 137 after 14 s; it has restarted 5 times",
  );
  expect(notRunning(status({ state: { waiting }, restartCount: 1 }))).toBe(
    "it waits (CrashLoopBackOff: back-off 5m0s restarting failed container); it has restarted once",
  );
  expect(notRunning(status({}))).toBe("it has not started yet");
});

test("init, sidecar and ephemeral containers count", () => {
  const [a, b, c] = ["app", "setup", "debugger"].map((name) => status({ name }));
  const all = {
    containerStatuses: [a],
    initContainerStatuses: [b],
    ephemeralContainerStatuses: [c],
  } as V1Pod["status"];
  expect(containerStatuses({ status: all ?? {} }).map(({ name }) => name)).toEqual(["app", "setup", "debugger"]);
  expect(containerStatuses({})).toEqual([]);
});
