import type { Probe } from "../documents/probe.generated.ts";
import { DiagError } from "../errors.ts";
import { budgetOf } from "../plan/budget.ts";
import { mountsOf } from "../plan/mounts.ts";
import { privilegesOf } from "../plan/privileges.ts";
import { examineTools } from "../runner/examine-tools.ts";
import { probeNode } from "../runner/probe/probe-node.ts";
import { binariesOf, toolNamed, tools } from "../tools/registry.ts";
import type { Tool } from "../tools/tool.ts";
import { imageOf, kubernetesOptions } from "./choose-site.ts";
import { type Place, placeOf, type SiteOptions } from "./command/site-options.ts";
import { doctorText } from "./doctor-text.ts";
import type { ExitCode } from "./exit-code.ts";
import { interruptible } from "./interruptible.ts";
import { terminalOf } from "./view/view.ts";

export interface DoctorOptions extends SiteOptions {
  /** A node of the cluster. */
  readonly node?: string;
  readonly json?: boolean;
  /** The cluster itself, and what one may do there. */
  readonly cluster?: boolean;
  readonly namespace?: string;
}

/**
 * `diag doctor`: what this machine, or a host or node seen from the toolbox, can measure.
 *
 * @returns the exit status where it is not 0.
 */
export async function showDoctor(options: DoctorOptions): Promise<ExitCode | undefined> {
  if (options.cluster) return (await import("./cluster-doctor.ts")).showClusterDoctor(options, everyTool());
  const place = placeOf(options);
  const probe = await probeAt(place, options);
  const examined = examineTools(place === "kubernetes" ? tools : tools.filter((tool) => !needsCluster(tool)), probe);
  const { width, unicode } = terminalOf(process.env, {});
  const text = options.json
    ? JSON.stringify({ probe, tools: examined }, null, 2)
    : doctorText(probe, examined, { width, unicode });
  process.stdout.write(`${text}\n`);
  return undefined;
}

/** It asks a cluster: nothing that a machine by itself could have. */
function needsCluster({ variants }: Tool): boolean {
  return variants.every(({ requires }) => requires.some(({ kind }) => kind === "cluster"));
}

async function probeAt(place: Place, options: DoctorOptions): Promise<Probe> {
  if (place === "local") return probeNode(binariesOf());
  return place === "docker" ? probeByEngine(options) : probeInCluster(options);
}

async function probeInCluster(options: DoctorOptions): Promise<Probe> {
  const { probeNode: probeNodeOf } = await import("../site/kubernetes/probe-node.ts");
  const { findNode } = await import("./find-pods.ts");
  if (options.node === undefined)
    throw new DiagError("usage", "In a cluster the doctor needs a node", { hint: "Add --node NAME." });
  const site = await kubernetesOptions(options, new Uint8Array());
  await findNode(site.cluster, options.node, { snapshot: false });
  const interrupt = interruptible();
  try {
    const onStatus = (text: string) => void process.stderr.write(`${text}\n`);
    return await probeNodeOf(site, options.node, everyTool(), { onStatus, interrupt: interrupt.signal });
  } finally {
    interrupt.dispose();
  }
}

async function probeByEngine(options: SiteOptions): Promise<Probe> {
  const { findEngine } = await import("../site/docker/engine.ts");
  const { hostMounts, toolboxImage } = await import("../site/docker/toolbox-image.ts");
  const { probeInContainer } = await import("../site/docker/probe-in-container.ts");
  const engine = findEngine(options);
  const image = await toolboxImage(engine, await imageOf(options), (text) => process.stderr.write(`${text}\n`));
  const leastPrivilege = options.leastPrivilege ?? false;
  const all = everyTool();
  const contained = { ...all, mounts: hostMounts(all.mounts, image) };
  return probeInContainer(engine, image.id, contained, { leastPrivilege });
}

/** What a container needs in which any tool may run. */
function everyTool() {
  const steps = tools.map(({ name, variants }) => ({
    kind: "tool" as const,
    id: name,
    tool: name,
    variants: variants.map((one) => one.name) as [string, ...string[]],
  }));
  return {
    steps: [],
    privileges: privilegesOf(steps, toolNamed),
    mounts: mountsOf(steps, toolNamed),
    budget: budgetOf(),
  };
}
