import { DiagError } from "../../../errors.ts";
import type { V1Node } from "../../../target/kubernetes/api-types.ts";
import type { Cluster } from "../../../target/kubernetes/cluster.ts";
import { refuseUnusable } from "../../../target/kubernetes/usable-node.ts";
import type { Check } from "./check.ts";

/** Of more nodes only those that cannot be used are told one by one. */
const maxTold = 20;
/** The kubelet tells of this many images at most (nodeStatusMaxImages). */
const maxImages = 50;

/** Which nodes can take a tool pod, and which of them have its image already. */
export async function checkNodes(
  cluster: Cluster,
  { image, pullSecrets }: { readonly image: string; readonly pullSecrets: readonly string[] },
): Promise<{ readonly checks: Check[]; readonly usable: readonly string[] }> {
  const answer = await cluster.ask<{ readonly items: readonly V1Node[] }>({
    path: "/api/v1/nodes",
    what: "list nodes",
  });
  if (!answer.ok) {
    return { usable: [], checks: [{ topic: "nodes", state: "unknown", text: "nodes are not yours to see" }] };
  }
  const nodes = answer.value.items.map((node) => ({ node, trouble: troubleOf(node) }));
  const usable = nodes.filter(({ trouble }) => trouble === undefined).map(({ node }) => node);
  const told = nodes.length > maxTold ? nodes.filter(({ trouble }) => trouble !== undefined).slice(0, maxTold) : nodes;
  const state = usable.length > 0 ? "less" : "no";
  return {
    usable: usable.map(({ metadata }) => metadata?.name ?? ""),
    checks: [
      ...told.map(
        ({ node, trouble }): Check =>
          trouble === undefined
            ? { topic: "nodes", state: "ok", text: nodeText(node) }
            : {
                topic: "nodes",
                state,
                text: trouble.message,
                ...(trouble.hint === undefined ? {} : { mend: trouble.hint }),
              },
      ),
      ...(told.length < nodes.length
        ? [{ topic: "nodes", state: "ok", text: `${usable.length} of ${nodes.length} can take a tool pod` } as const]
        : []),
      imageCheck(usable, image, pullSecrets),
    ],
  };
}

function troubleOf(node: V1Node): DiagError | undefined {
  try {
    refuseUnusable(node);
    return undefined;
  } catch (error) {
    if (error instanceof DiagError) return error;
    throw error;
  }
}

/** `worker-3: linux amd64, kernel 6.1.0, containerd://1.7.24; tainted dedicated=db:NoSchedule, which tool pods tolerate` */
function nodeText({ metadata, spec, status }: V1Node): string {
  const { operatingSystem, architecture, kernelVersion, containerRuntimeVersion } = status?.nodeInfo ?? {};
  const taints = (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`);
  const marks = [
    ...(spec?.unschedulable ? ["cordoned"] : []),
    ...(taints.length > 0 ? [`tainted ${taints.join(", ")}`] : []),
  ];
  const what = `${metadata?.name}: ${operatingSystem} ${architecture}, kernel ${kernelVersion}, ${containerRuntimeVersion}`;
  return marks.length === 0 ? what : `${what}; ${marks.join(" and ")}, which tool pods tolerate`;
}

function imageCheck(nodes: readonly V1Node[], image: string, pullSecrets: readonly string[]): Check {
  const having = nodes.filter(({ status }) =>
    (status?.images ?? []).some(({ names }) => names?.some((name) => isSame(name, image))),
  );
  const full = nodes.filter(({ status }) => (status?.images ?? []).length >= maxImages).length;
  const text = `${image} is on ${having.length} of ${nodes.length} nodes`;
  if (having.length === nodes.length) return { topic: "image", state: "ok", text };
  const secrets = pullSecrets.length === 0 ? "without a pull secret" : `with ${pullSecrets.join(", ")}`;
  const unsure = full === 0 ? "" : `; ${full} have more than they tell of`;
  return {
    topic: "image",
    state: "ok",
    text: `${text}${unsure}: the others pull it when it is needed, ${secrets}`,
    mend: "diag doctor --node NAME tries it; --image names one of your own registry",
  };
}

/** Runtimes tell images by their full names. */
function isSame(name: string, image: string): boolean {
  return [image, `docker.io/${image}`, `docker.io/library/${image}`].includes(name);
}
