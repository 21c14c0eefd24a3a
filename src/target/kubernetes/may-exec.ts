import type { AccessRule } from "./access.ts";
import type { Cluster } from "./cluster.ts";
import { type AccessAnswer, reviewAccess } from "./review-access.ts";

/** A web socket is opened by GET; servers since 1.35 want the right to create as well. */
const rule: AccessRule = {
  use: "run",
  place: "tool",
  group: "",
  resources: ["pods/exec"],
  verbs: ["get", "create"],
  reason: "fetch the bundle",
};

/** Whether the user may exec in pods of the namespace. A cluster that cannot say so may still let it happen: true. */
export async function mayExec(cluster: Cluster, namespace: string): Promise<boolean> {
  const nothing: AccessAnswer[] = [];
  const answers = await reviewAccess(cluster, [rule], { target: namespace, tool: namespace }).catch(() => nothing);
  return answers.every(({ denied }) => denied.length === 0);
}
