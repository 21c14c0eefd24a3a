import { stringify } from "yaml";
import type { Plan } from "../documents/plan.generated.ts";
import { type JobRequest, toolJob } from "../site/kubernetes/job.ts";
import { jobRequest } from "../site/kubernetes/kubernetes.ts";
import { accessLines } from "./access-lines.ts";
import { kubernetesOptions } from "./choose-site.ts";
import type { SiteOptions } from "./command/site-options.ts";

/** Stands for the id that each run gets. */
const exampleRun = "00000000-0000-4000-8000-000000000000";

/** The Job of a run, as YAML for `kubectl create`. */
export async function manifestText(plan: Plan, playbook: Uint8Array, options: SiteOptions): Promise<string> {
  return yamlOf(await requestOf(plan, playbook, options));
}

/** For people: what the pod asks for and why, and its manifest with the packed plan left out. */
export async function manifestLines(plan: Plan, playbook: Uint8Array, options: SiteOptions): Promise<string[]> {
  const request = await requestOf(plan, playbook, options);
  const shortened = Object.fromEntries(
    Object.entries(request.packed).map(([name, text]) => [
      name,
      `… ${text.length} characters; --manifest prints them …`,
    ]),
  ) as unknown as JobRequest["packed"];
  return [
    "Tool pod",
    `  on node ${request.node}, in namespace ${request.namespace}, from image ${request.image}`,
    `  privileged: ${options.leastPrivilege ? "no; it gets the privileges above and no more" : "yes; --least-privilege gives it the privileges above and no more"}`,
    ...plan.mounts.map(
      ({ path, writable, reason, steps }) =>
        `  ${path}${writable ? "" : ", read-only"}: ${reason} (${steps.join(", ")})`,
    ),
    "",
    "Rights",
    ...accessLines(plan, request.namespace),
    "",
    "Manifest",
    ...yamlOf({ ...request, packed: shortened })
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}

async function requestOf(plan: Plan, playbook: Uint8Array, options: SiteOptions): Promise<JobRequest> {
  return jobRequest(await kubernetesOptions(options, playbook), plan, exampleRun);
}

function yamlOf(request: JobRequest): string {
  return stringify(toolJob(request), { lineWidth: 0, aliasDuplicateObjects: false });
}
