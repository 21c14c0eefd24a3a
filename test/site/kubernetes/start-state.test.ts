import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  eventState,
  notStarted,
  podState,
  rejection,
  type StartState,
  withSecrets,
} from "../../../src/site/kubernetes/start-state.ts";
import type { CoreV1Event, V1Pod } from "../../../src/target/kubernetes/api-types.ts";

const recorded = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), "utf8"));
/** Pods of a real cluster (v1.37, containerd 1.7), and what it told of them: each has one trouble, by its name. */
const pods = recorded<V1Pod>("pods");
const events = recorded<CoreV1Event>("events");

const told = (state: StartState | undefined) =>
  state?.kind === "failed" ? { kind: "failed", message: state.error.message } : state;
const stateOf = (name: string, image = "toolbox:1") =>
  told(podState(pods.find((pod) => pod.metadata?.name === name) as V1Pod, image));
const eventsOf = (name: string, reason: string) =>
  events
    .filter((event) => event.involvedObject.name === name && event.reason === reason)
    .map((event) => told(eventState(event)));

test.each([
  ["running", { kind: "started" }],
  ["mountless", { kind: "waiting", text: "starting the tool pod" }],
  [
    "roomless",
    {
      kind: "waiting",
      text: expect.stringMatching(/^no room yet: 0\/2 nodes are available: .*Insufficient cpu/),
    },
  ],
  [
    "refused",
    { kind: "waiting", text: "pulling failed, once more: dial tcp 127.0.0.1:1: connect: connection refused" },
  ],
  [
    "denied",
    {
      kind: "waiting",
      text: "pulling failed, once more: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
    },
  ],
  [
    "never",
    {
      kind: "failed",
      message:
        'Image toolbox:1 cannot be used: Container image "diag-nothing:none" is not present with pull policy of Never',
    },
  ],
  [
    "badname",
    {
      kind: "failed",
      message:
        'Image toolbox:1 cannot be used: Failed to apply default image tag "Not An Image": couldn\'t parse image name "Not An Image": invalid reference format: repository name (library/Not An Image) must be lowercase',
    },
  ],
  [
    "misconfigured",
    { kind: "failed", message: 'Tool pod misconfigured cannot be started: configmap "none" not found' },
  ],
  [
    "commandless",
    {
      kind: "failed",
      message:
        'Tool pod commandless cannot be started: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/no/such/program": stat /no/such/program: no such file or directory: unknown',
    },
  ],
])("a recorded pod: %s", (name, state) => {
  expect(stateOf(name)).toEqual(state);
});

test("a pod without a status is being made", () => {
  expect(podState({}, "x")).toEqual({ kind: "waiting", text: "making the tool pod" });
});

test("recorded events: what they tell beside the pod's status", () => {
  expect(eventsOf("mountless", "FailedMount")).toEqual([{ kind: "absent-mount", path: "/no/such/folder" }]);
  expect(eventsOf("denied", "FailedToRetrieveImagePullSecret")).toEqual([{ kind: "absent-secrets", names: "nope" }]);
  expect(eventsOf("refused", "Pulling")).toEqual([{ kind: "waiting", text: "pulling image 127.0.0.1:1/toolbox:1" }]);
  expect(new Set(eventsOf("refused", "Failed"))).toEqual(new Set([undefined]));
});

test("a folder that the node does not have, in the words of older kubelets", () => {
  const message =
    'MountVolume.SetUp failed for volume "lib-modules" : hostPath type check failed: /lib/modules is not a directory';
  const event = { reason: "FailedMount", message, involvedObject: {}, metadata: {} };
  expect(eventState(event)).toEqual({ kind: "absent-mount", path: "/lib/modules" });
});

const backOff = (message: string) =>
  podState(
    {
      metadata: { name: "p" },
      status: {
        containerStatuses: [{ name: "diag", state: { waiting: { reason: "ImagePullBackOff", message } } } as never],
      },
    },
    "toolbox:1",
  );

test.each([
  [
    'Back-off pulling image "r/x:2": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "r/x:2": failed to resolve reference "r/x:2": r/x:2: not found',
    "not found",
    "The registry does not have it",
  ],
  [
    "Back-off: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope",
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope",
    "Name a secret",
  ],
  [
    "failed to do request: Head https://r/v2/x: tls: failed to verify certificate: x509: certificate signed by unknown authority",
    "x509: certificate signed by unknown authority",
    "See that the node can reach the registry",
  ],
  [
    "failed to do request: Head https://r: dial tcp: lookup r on 10.0.0.10:53: no such host",
    "dial tcp: lookup r on 10.0.0.10:53: no such host",
    "See that the node can reach the registry",
  ],
])("why an image cannot be pulled, in few words: %s", (message, why, hint) => {
  const state = backOff(message);
  expect(told(state)).toEqual({ kind: "failed", message: `Image toolbox:1 cannot be pulled: ${why}` });
  expect(state.kind === "failed" && state.error.hint).toContain(hint);
});

test("a pull that wants a secret names the one that is not there, and no other failure does", () => {
  const denied = backOff("pull access denied, x");
  const absent = backOff("r/x:2: not found");
  if (denied.kind !== "failed" || absent.kind !== "failed") throw new Error("both fail");
  expect(withSecrets(denied.error, "nope", "diag").message).toBe(
    "Image toolbox:1 cannot be pulled: pull access denied, x; namespace diag has no secret nope",
  );
  expect(withSecrets(denied.error, undefined, "diag")).toBe(denied.error);
  expect(withSecrets(absent.error, "nope", "diag")).toBe(absent.error);
});

test.each([
  [
    'pods "x" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostPID=true)',
    "Pod Security (restricted:latest) of the tool namespace forbids the tool pod: host namespaces (hostPID=true)",
  ],
  [
    'pods "x" is forbidden: exceeded quota: q, requested: pods=1',
    "A quota of the tool namespace has no room for the tool pod: exceeded quota: q, requested: pods=1",
  ],
  [
    'pods "x" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, minimum memory usage per Pod is 1Gi, but request is 64Mi]',
    "A limit range of the tool namespace does not allow the tool pod: maximum cpu usage per Container is 1, but limit is 2, minimum memory usage per Pod is 1Gi, but request is 64Mi",
  ],
  [
    'admission webhook "deny.example" denied the request: token: abcdef123456',
    'The cluster refuses the tool pod: admission webhook "deny.example" denied the request: token: [removed]',
  ],
])("a refusal: %s", (message, expected) => {
  expect(rejection(message)).toMatchObject({ code: "pod-rejected", message: expected });
});

test("too long a wait for room has its own mend", () => {
  expect(notStarted("diag-1", "no room yet: 0/2").hint).toContain("lacks room");
  expect(notStarted("diag-1", "starting the tool pod").hint).toContain("kubectl describe pod");
});
