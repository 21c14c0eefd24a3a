import { accessRules, ruleText } from "../../../target/kubernetes/access.ts";
import { type AccessAnswer, reviewAccess } from "../../../target/kubernetes/review-access.ts";
import type { Check, Examination } from "./check.ts";
import type { Identity } from "./check-server.ts";

/** Every right that a run uses: whether the user has it, and what there is without it. */
export async function checkRights(
  { cluster, namespaces }: Pick<Examination, "cluster" | "namespaces">,
  identity: Identity | undefined,
): Promise<{ readonly checks: Check[]; readonly mayMakePods: boolean }> {
  const answers = await reviewAccess(cluster, accessRules, namespaces);
  const checks = answers.map((answer) => checkOf(answer, ruleText(answer.rule, namespaces)));
  const [mended] = checks.filter(({ state }) => state !== "ok").slice(-1);
  return {
    checks: checks.map((one) => (one === mended ? { ...one, mend: setupWords(identity, namespaces.tool) } : one)),
    mayMakePods: !answers.some(({ rule, denied }) => rule.place === "tool" && denied.includes("create pods")),
  };
}

function checkOf({ rule, denied }: AccessAnswer, text: string): Check {
  if (denied.length === 0) return { topic: "rights", state: "ok", text };
  const missing = `${text}: not ${denied.join(", ")}`;
  return rule.without === undefined
    ? { topic: "rights", state: "no", text: `${missing}; needed to ${rule.reason}` }
    : { topic: "rights", state: "less", text: `${missing}; ${rule.without}` };
}

/** The command that grants them, for whoever may. */
function setupWords(identity: Identity | undefined, toolNamespace: string): string {
  const [, account] = /^system:serviceaccount:([^:]+:[^:]+)$/.exec(identity?.username ?? "") ?? [];
  const subject = account === undefined ? `--user ${identity?.username ?? "NAME"}` : `--service-account ${account}`;
  const namespace = toolNamespace === "diag" ? "" : ` --namespace ${toolNamespace}`;
  return `have an administrator run: diag setup kubernetes${namespace} ${subject} --apply`;
}
