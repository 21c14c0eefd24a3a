import type { Check, Examination } from "./check.ts";
import { checkNodes } from "./check-nodes.ts";
import { checkRights } from "./check-rights.ts";
import { checkServer } from "./check-server.ts";
import { checkToolNamespace, checkToolPod } from "./check-tool-namespace.ts";

/**
 * Whether a run can be started in a cluster, and by whom. Nothing is made there.
 *
 * @throws DiagError where the cluster does not answer.
 */
export async function examineCluster(examination: Examination): Promise<Check[]> {
  const { cluster } = examination;
  const { checks, identity } = await checkServer(cluster);
  const [namespace, rights, nodes] = await Promise.all([
    checkToolNamespace(examination),
    checkRights(examination, identity),
    checkNodes(cluster, examination),
  ]);
  const isThere = namespace.every(({ state }) => state !== "no");
  const pod = isThere && rights.mayMakePods ? [await checkToolPod(examination, nodes.usable[0])] : [];
  return [...checks, ...namespace, ...pod, ...nodes.checks, ...rights.checks];
}
