/** `npm run try:kubernetes`: the tests' cluster for a developer, with a program that leaks and one that is hot, until Ctrl-C. */
import { startPod } from "../test/lab/kubernetes/pods.ts";
import { startWithImages, whyNoClusterWithImages } from "../test/lab/kubernetes/start-with-images.ts";

const namespace = "shop";
/** A program ends by itself, and its Deployment starts it again. */
const seconds = "3600";

const why = await whyNoClusterWithImages();
if (why === undefined) await tryIt();
else {
  console.error(`error: no cluster can be started here: ${why}`);
  process.exitCode = 1;
}

async function tryIt(): Promise<void> {
  // Listened to for ever: where none listens, execa ends this process, also while it tidies up.
  const ctrlC = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, resolve);
  });
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
  const where = `--namespace ${namespace}`;
  const commands = [
    ["node bin/diag.js setup kubernetes --apply", "once: a namespace for tool pods, and rights"],
    [`kubectl get pods ${where} --output wide`, "on which nodes they are"],
    [`node bin/diag.js run memory-leak --pod ${pod} ${where}`, "checkout leaks 400 KiB a second"],
    [`node bin/diag.js run cpu-hot --selector app=pricing ${where}`, "pricing wants more CPU than its limit"],
    [`node bin/diag.js plan cpu-hot --pod ${pod} ${where}`, "what that would run, need and cost"],
  ] as const;
  const width = Math.max(...commands.map(([command]) => command.length));
  console.log(`
In another terminal:
  export KUBECONFIG=${kubeconfig} DIAG_TOOLBOX_IMAGE=${toolbox}
${commands.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`).join("\n")}

Ctrl-C here removes all of it.`);
}
