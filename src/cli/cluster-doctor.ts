import type { Contained } from "../site/tool-container.ts";
import { kubernetesOptions } from "./choose-site.ts";
import { clusterDoctorText } from "./cluster-doctor-text.ts";
import { toolNamespaceOf } from "./command/cluster-options.ts";
import type { SiteOptions } from "./command/site-options.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { terminalOf } from "./view/view.ts";

export interface ClusterDoctorOptions extends SiteOptions {
  /** Of the pods that are to be diagnosed. */
  readonly namespace?: string;
  readonly json?: boolean;
}

/** `diag doctor --cluster`: whether runs can be started in a cluster, what is missing, and who can mend it. */
export async function showClusterDoctor(options: ClusterDoctorOptions, contained: Contained): Promise<ExitCode> {
  const { examineCluster } = await import("../site/kubernetes/doctor/examine-cluster.ts");
  const site = await kubernetesOptions(options, new Uint8Array());
  const { cluster } = site;
  const namespaces = { target: options.namespace ?? cluster.namespace, tool: toolNamespaceOf(options) };
  const checks = await examineCluster({ ...site, namespaces, contained });
  const possible = checks.every(({ state }) => state !== "no");
  const { width, unicode } = terminalOf(process.env, {});
  const text = options.json
    ? JSON.stringify({ possible, namespaces, checks }, null, 2)
    : clusterDoctorText(checks, { width, unicode });
  process.stdout.write(`${text}\n`);
  return possible ? exitCode.done : exitCode.unreachable;
}
