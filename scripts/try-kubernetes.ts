/** `npm run try:kubernetes`: the tests' cluster for a developer, with a program that leaks and one that is hot, until Ctrl-C. */
import { once } from "node:events";
import { whyNoEngine } from "../test/lab/docker/engine.ts";
import { whyNoCluster } from "../test/lab/kubernetes/cluster.ts";
import { startPod } from "../test/lab/kubernetes/pods.ts";
import { startWithImages } from "../test/lab/kubernetes/start-with-images.ts";

const namespace = "shop";
/** A program ends by itself, and its Deployment starts it again. */
const seconds = "3600";

const why = whyNoEngine() ?? (await whyNoCluster());
if (why === undefined) await tryIt();
else {
  console.error(`error: no cluster can be started here: ${why}`);
  process.exitCode = 1;
}

async function tryIt(): Promise<void> {
  const ctrlC = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  console.log("Starting a cluster of two nodes on this machine, and building images (the first time, Kubernetes too).");
  const { cluster, toolbox } = await startWithImages();
  const alive = setInterval(() => {}, 60_000);
  try {
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await cluster.kubectl("wait", "--for=create", "serviceaccount/default", `--namespace=${namespace}`);
    const leak = ["/srv/leak", seconds, "400"];
    const checkout = await startPod(cluster, "checkout", {
      namespace,
      command: leak,
      replicas: 1,
      memoryLimit: "512Mi",
    });
    const hot = ["/srv/hot", seconds];
    await startPod(cluster, "pricing", { namespace, command: hot, replicas: 2, cpuLimit: "200m" });
    tellWhatNext(cluster.kubeconfig, toolbox, checkout.name);
    await ctrlC;
    console.log("Removing all of it.");
  } finally {
    clearInterval(alive);
    // The cluster may be that of another process, and stay.
    await cluster.kubectl("delete", "namespace", namespace, "--wait=false", "--ignore-not-found");
    await cluster.stop();
  }
}

function tellWhatNext(kubeconfig: string, toolbox: string, pod: string): void {
  console.log(`
In another terminal:
  export KUBECONFIG=${kubeconfig} DIAG_TOOLBOX_IMAGE=${toolbox}
  kubectl get pods --namespace ${namespace} --output wide
  node bin/diag.js run memory-leak --pod ${pod} --namespace ${namespace}     checkout leaks 400 KiB a second
  node bin/diag.js run cpu-hot --selector app=pricing --namespace ${namespace}          pricing wants more CPU than its limit
  node bin/diag.js plan cpu-hot --pod ${pod} --namespace ${namespace}        what that would run, need and cost

Ctrl-C here removes all of it.`);
}
