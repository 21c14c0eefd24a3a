import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "../lab/kubernetes/cluster.ts";
import { stateFolder } from "../lab/kubernetes/folders.ts";
import { startNamespace, startPod } from "../lab/kubernetes/pods.ts";
import { startWithImages } from "../lab/kubernetes/start-with-images.ts";
import { containedProcesses, killOne, processText, runnerAmong, toolsAmong } from "./processes.ts";
import type { ChaosSite, Place } from "./site.ts";

/** How long a bundle waits in the cluster. */
const keepSeconds = 20;
/** The Job goes with its pod so long after that. */
const ttlSeconds = 30;

/** A cluster of the lab's own: its nodes' processes are seen from here, and its API server may be stopped. */
export async function startKubernetesSite(): Promise<ChaosSite> {
  const { cluster, toolbox } = await startWithImages();
  if (cluster.faults === undefined) {
    await cluster.stop();
    throw new Error("the lab did not make this cluster");
  }
  return {
    name: "kubernetes",
    atATime: 3,
    keepSeconds: keepSeconds + ttlSeconds,
    startPlace: (name) => startPlace(cluster, toolbox, name),
    [Symbol.asyncDispose]: () => cluster.stop(),
  };
}

async function startPlace(cluster: Cluster, toolbox: string, name: string): Promise<Place> {
  const namespace = await startNamespace(cluster, name);
  const here = ["--namespace", namespace.name];
  const target = await startPod(cluster, "target", { namespace: namespace.name, command: ["sleep", "600"] });
  const tools = ["--selector", `diag.dev/playbook=${name}`, ...here];
  const seen = new Set<string>();
  const look = async () => {
    const uids = await cluster.kubectl("get", "pods", ...tools, "--output", "jsonpath={.items[*].metadata.uid}");
    const there = words(uids);
    for (const uid of there) seen.add(uid);
    return there;
  };
  return {
    words: ["--pod", target.name, ...here, "--keep", `${keepSeconds}s`],
    env: { KUBECONFIG: cluster.kubeconfig, DIAG_TOOLBOX_IMAGE: toolbox, DIAG_TOOL_NAMESPACE: namespace.name },
    async strike(blow, pick) {
      const now = ["--grace-period=0", "--force", "--wait=false"];
      switch (blow) {
        case "pause the API":
          await cluster.faults?.pauseApiServer(3 + Math.round(pick * 6));
          return true;
        case "end the target":
          await cluster.kubectl("delete", "pod", target.name, ...here, ...now);
          return true;
        case "delete the tools":
          return (await cluster.kubectl("delete", "pods", ...tools, ...now)).includes("deleted");
        default: {
          const found = containedProcesses(await look());
          return killOne(blow === "kill the runner" ? runnerAmong(found) : toolsAmong(found), pick);
        }
      }
    },
    async left() {
      await look();
      const objects = words(await cluster.kubectl("get", "jobs,pods", ...tools, "--output", "name"));
      return [...objects, ...containedProcesses([...seen]).map(processText), ...mountsOf(cluster, [...seen])];
    },
    async fetchWords() {
      const [job] = words(
        await cluster.kubectl("get", "jobs", ...tools, "--output", "jsonpath={.items[*].metadata.name}"),
      );
      // Left there, so that it is seen to go by itself.
      return job === undefined ? undefined : [job, "--leave"];
    },
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      await namespace[Symbol.asyncDispose]();
    },
  };
}

/** Volumes of pods, as the kubelets of the lab see them. */
function mountsOf({ nodes }: Cluster, uids: readonly string[]): string[] {
  return nodes.flatMap((_, at) => {
    const kubelet = readFileSync(join(stateFolder, "pid", `kubelet-${at + 1}`), "utf8").trim();
    const lines = readFileSync(`/proc/${kubelet}/mounts`, "utf8").split("\n");
    return lines.flatMap((line) => {
      const [, path = ""] = line.split(" ");
      return uids.some((uid) => path.includes(uid)) ? [`mount ${path}`] : [];
    });
  });
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
