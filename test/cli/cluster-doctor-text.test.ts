import { expect, test } from "vitest";
import { clusterDoctorText } from "../../src/cli/cluster-doctor-text.ts";
import type { Check } from "../../src/site/kubernetes/doctor/check.ts";

const checks: readonly Check[] = [
  { topic: "server", state: "ok", text: "https://10.0.0.1:6443 · v1.37.2" },
  { topic: "namespace", state: "unknown", text: "diag: its level is not yours to see" },
  {
    topic: "rights",
    state: "no",
    text: "get pods/log in namespace diag: not get pods/log; needed to follow the events of a run",
  },
  { topic: "rights", state: "less", text: "list events", mend: "diag setup\u001b[2Jkubernetes" },
];

test("a row a check, cut at the terminal's width; nothing of it does anything to the terminal", () => {
  expect(clusterDoctorText(checks, { width: 60, unicode: true })).toBe(
    `server     ok    https://10.0.0.1:6443 · v1.37.2
namespace  ?     diag: its level is not yours to see
rights     NO    get pods/log in namespace diag: not get
                 pods/log; needed to follow the events of a
                 run
           less  list events
                 → diag setup␛[2Jkubernetes

No run can start: one thing is missing.`,
  );
});

test("without Unicode it is ASCII", () => {
  const text = clusterDoctorText(checks, { width: 80, unicode: false });
  expect(text).toMatch(/^[\x20-\x7e\n]+$/);
  expect(text).toContain("-> diag setup");
});

test("what a run does without keeps nobody from starting one", () => {
  const last = (some: readonly Check[]) => clusterDoctorText(some, { width: 80, unicode: true }).split("\n").at(-1);
  expect(last(checks.filter(({ state }) => state !== "no"))).toBe(
    "Runs can start; what is marked less they do without.",
  );
  expect(last(checks.slice(0, 1))).toBe("Runs can start.");
});
