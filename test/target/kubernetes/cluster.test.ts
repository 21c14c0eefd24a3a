import { expect, test } from "vitest";
import { answering, type CannedAnswer } from "./answering.ts";

const request = { path: "/api/v1/pods", what: "list pods" };
const pods = { text: '{"kind":"PodList"}' };
const status = (reason: string, message: string) => JSON.stringify({ kind: "Status", reason, message });
// In the words of the admission plugins of k8s.io/apiserver.
const starting = 'pods "diag-x-check" is forbidden: not yet ready to handle request';

test.each<[string, CannedAnswer]>([
  ["has just started", { status: 403, text: status("Forbidden", starting) }],
  ["is overloaded", { status: 429, headers: { "retry-after": "0" }, text: status("TooManyRequests", "later") }],
  ["is stopping", { status: 503, text: "apiserver is shutting down." }],
  ["says when to ask again", { status: 500, headers: { "retry-after": "0" }, text: status("ServerTimeout", "later") }],
])("a server that %s is asked again, and its trouble is known", async (_, refusal) => {
  const cluster = await answering(refusal, pods);
  expect(cluster.calmMs).toBe(Number.POSITIVE_INFINITY);
  expect(await cluster.ask(request)).toMatchObject({ ok: true, value: { kind: "PodList" } });
  expect(cluster.requests).toBe(2);
  expect(cluster.calmMs).toBeLessThan(60_000);
});

test.each<[string, CannedAnswer]>([
  ["may not", { status: 403, text: status("Forbidden", "pods is forbidden: User x cannot list") }],
  ["asks for what fails", { status: 500, text: status("InternalError", "it broke") }],
])("who %s is told so at once", async (_, refusal) => {
  const cluster = await answering(refusal, pods);
  expect(await cluster.ask(request)).toMatchObject({ ok: false, status: refusal.status });
  expect(cluster.requests).toBe(1);
  expect(cluster.calmMs).toBe(Number.POSITIVE_INFINITY);
});
