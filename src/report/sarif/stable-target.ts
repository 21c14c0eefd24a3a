import { createHash } from "node:crypto";
import type { ReportTarget } from "../report.ts";

/**
 * The target by what stays when it is started again, so that a finding of tomorrow is known as that of today: no pid,
 * and of a pod's name no part that a controller made up (apimachinery's `rand.SafeEncodeString` has these letters).
 */
export function stableTarget({ kind, label, host, pod }: ReportTarget): string {
  if (pod !== undefined) return `${pod.namespace}/${pod.name.replace(madeUp, "")}/${pod.container}`;
  if (kind === "host") return host;
  return `${host}/${label.replace(/ \(\d+\)$/, "")}`;
}

const madeUp = /(-[bcdf-hj-np-tv-xz2456789]{6,10})?-[bcdf-hj-np-tv-xz2456789]{5}$/;

/** SARIF's `partialFingerprints` of a finding: the same in a report, in a comparison, and tomorrow. */
export function findingFingerprints(rule: string, target: ReportTarget): { readonly "checkOnTarget/v1": string } {
  const text = JSON.stringify([rule, stableTarget(target)]);
  return { "checkOnTarget/v1": createHash("sha256").update(text).digest("hex").slice(0, 32) };
}
