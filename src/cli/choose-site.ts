import type { Delivery } from "../site/kubernetes/job.ts";
import type { KubernetesSiteOptions } from "../site/kubernetes/kubernetes.ts";
import type { Site } from "../site/site.ts";
import { clusterOf } from "./cluster-of.ts";
import { keepSecondsOf, toolNamespaceOf } from "./command/cluster-options.ts";
import { placeOf, type SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";

/** The site that the words of a command line mean. An engine's code is read only where one is used. */
export async function chooseSite(options: TargetOptions & SiteOptions, playbook: Uint8Array): Promise<Site> {
  const place = placeOf(options);
  if (place === "local") return (await import("../site/local.ts")).local;
  if (place === "kubernetes") {
    const { kubernetesSite } = await import("../site/kubernetes/kubernetes.ts");
    const site = await kubernetesOptions(options, playbook);
    return kubernetesSite({ ...site, delivery: await deliveryOf(site, options) });
  }
  const { dockerSite } = await import("../site/docker/docker.ts");
  const { findEngine } = await import("../site/docker/engine.ts");
  return dockerSite({
    engine: findEngine(options),
    image: await imageOf(options),
    leastPrivilege: options.leastPrivilege ?? false,
  });
}

/** What of the words decides how a tool pod is made. */
export async function kubernetesOptions(options: SiteOptions, playbook: Uint8Array): Promise<KubernetesSiteOptions> {
  return {
    cluster: await clusterOf(options),
    namespace: toolNamespaceOf(options),
    image: await imageOf(options),
    leastPrivilege: options.leastPrivilege ?? false,
    pullSecrets: options.imagePullSecret ?? [],
    ...(options.serviceAccount === undefined ? {} : { serviceAccount: options.serviceAccount }),
    delivery: options.delivery ?? "exec",
    keepSeconds: keepSecondsOf(options),
    playbook,
  };
}

/** The way home that is asked for; else by exec, where the user may. A cluster that does not tell is taken at its best. */
export async function deliveryOf(
  { cluster, namespace }: Pick<KubernetesSiteOptions, "cluster" | "namespace">,
  { delivery }: SiteOptions,
): Promise<Delivery> {
  if (delivery !== undefined) return delivery;
  const { mayExec } = await import("../target/kubernetes/may-exec.ts");
  return (await mayExec(cluster, namespace)) ? "exec" : "log";
}

export async function imageOf({ image }: SiteOptions): Promise<string> {
  const { defaultImage } = await import("../site/docker/toolbox-image.ts");
  return image ?? (process.env["DIAG_TOOLBOX_IMAGE"] || defaultImage);
}
