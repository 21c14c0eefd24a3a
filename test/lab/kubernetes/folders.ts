import { join } from "node:path";
import { cacheFolder } from "../cache.ts";

/** Of the cluster that runs: certificates, kubeconfigs, logs, pids. Made anew by every start. */
export const stateFolder = join(cacheFolder, "cluster");

/** What outlives a cluster: the images of both nodes. */
export const dataFolder = join(cacheFolder, "cluster-data");

/** As new as the cluster. */
export const ownKubectl = join(stateFolder, "kubectl");
