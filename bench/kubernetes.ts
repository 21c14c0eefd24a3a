/**
 * `diag run cpu-hot --pod` beside what people do by hand with the same image: find the node and the container, start a
 * privileged pod there, run BCC's profile on its process, draw a flame graph. Both watch the same hot pod for the same window,
 * in turn, in a real cluster; without one it says so.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Event } from "../src/documents/event.generated.ts";
import type { StartedCluster } from "../test/lab/kubernetes/cluster.ts";
import { startNamespace, startPod } from "../test/lab/kubernetes/pods.ts";
import { startWithImages, whyNoClusterWithImages } from "../test/lab/kubernetes/start-with-images.ts";
import type { BenchTable } from "./bench-table.ts";
import { findInferno } from "./inferno.ts";
import { median } from "./median.ts";

const windowSeconds = 10;
const rounds = 3;

export async function benchKubernetes(): Promise<BenchTable> {
  const table = { title: "A pod, by a Job on its node", columns: ["what", "median", "range", "target"] };
  const why = await whyNoClusterWithImages();
  const inferno = await findInferno();
  if (why !== undefined) return { ...table, rows: [], note: `Skipped: ${why}.` };
  if (inferno === undefined) return { ...table, rows: [], note: "Skipped: inferno is not there." };
  const { cluster, toolbox: image } = await startWithImages();
  try {
    await using namespace = await startNamespace(cluster, "bench");
    const [node = ""] = cluster.nodes;
    const command = ["/srv/hot", "600"];
    const hot = { namespace: namespace.name, command, node, cpuLimit: "500m" };
    await using pod = await startPod(cluster, "hot", hot);
    const measured = {
      first: [] as number[],
      after: [] as number[],
      whole: [] as number[],
      byHand: [] as number[],
      memory: [] as number[],
    };
    for (let round = 0; round < rounds; round++) {
      await sleep(1_000);
      const run = await timeDiag(cluster, image, namespace.name, pod.name);
      measured.first.push(run.firstSampleMs);
      measured.after.push(run.afterWindowMs);
      measured.whole.push(run.wallMs);
      measured.memory.push(run.maxRssMiB);
      measured.byHand.push(await timeByHand(cluster, image, namespace.name, pod.name, node, inferno));
    }
    const seconds = (values: readonly number[]) => [
      `${(median(values) / 1000).toFixed(2)} s`,
      `${(Math.min(...values) / 1000).toFixed(2)}–${(Math.max(...values) / 1000).toFixed(2)} s`,
    ];
    const met = (value: number, limit: number) => (value <= limit ? ", met" : ", missed");
    const rows = [
      ["command → first sample", ...seconds(measured.first), `≤ 4 s${met(median(measured.first), 4000)}`],
      [
        "end of the longest window → report on disk",
        ...seconds(measured.after),
        `≤ 3 s${met(median(measured.after), 3000)}`,
      ],
      [
        "peak memory of the command",
        `${Math.round(median(measured.memory))} MiB`,
        "",
        `≤ 150 MB${met(median(measured.memory), 143)}`,
      ],
      [`whole \`diag run cpu-hot --pod\`, ${windowSeconds} s window, all steps`, ...seconds(measured.whole), ""],
      [
        `by hand: a privileged pod, profile -f ${windowSeconds}, flame graph, the pod deleted`,
        ...seconds(measured.byHand),
        "",
      ],
      ["whole run against by hand", `${(median(measured.whole) / median(measured.byHand)).toFixed(2)}×`, "", ""],
    ];
    return { ...table, rows, note: `Median of ${rounds} rounds, in turn, on one hot pod; the image is on the node.` };
  } finally {
    await cluster.stop();
  }
}

async function timeDiag(cluster: StartedCluster, image: string, namespace: string, pod: string) {
  const out = mkdtempSync(join(tmpdir(), "diag-bench-"));
  try {
    const startedAt = Date.now();
    const what = ["run", "cpu-hot", pod, "--namespace", namespace, "--tool-namespace", namespace, "--image", image];
    const options = ["--param", `duration=${windowSeconds}s`, "--out", out, "--quiet"];
    const { stderr } = await execa(
      "/usr/bin/time",
      ["-f", "%M", process.execPath, "bin/diag.js", ...what, ...options],
      {
        reject: false,
        env: { KUBECONFIG: cluster.kubeconfig },
      },
    );
    const wallMs = Date.now() - startedAt;
    const events = readFileSync(join(out, "events.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    const starts = events.flatMap((event) => (event.kind === "step-started" && event.windowMs > 0 ? [event] : []));
    const windowEnd = Math.max(...starts.map(({ at, windowMs }) => Date.parse(at) + windowMs));
    return {
      wallMs,
      maxRssMiB: Number(stderr.trim().split("\n").at(-1)) / 1024,
      firstSampleMs: Math.min(...starts.map(({ at }) => Date.parse(at))) - startedAt,
      afterWindowMs: statSync(join(out, "report.html")).mtimeMs - windowEnd,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The pod that people keep in a file for this, with what BCC needs. */
async function timeByHand(
  cluster: StartedCluster,
  image: string,
  namespace: string,
  pod: string,
  node: string,
  inferno: string,
) {
  const start = performance.now();
  const inNamespace = ["--namespace", namespace];
  const id = await cluster.kubectl(
    "get",
    "pod",
    pod,
    ...inNamespace,
    "--output=jsonpath={.status.containerStatuses[0].containerID}",
  );
  const container = id.replace(/^.*:\/\//, "");
  const script = `pid=$(grep -l ${container} /proc/[0-9]*/cgroup | head -1 | cut -d/ -f3); profile-bpfcc -F 49 -f -p "$pid" ${windowSeconds}`;
  const mounts = ["/lib/modules", "/usr/src"];
  const spec = {
    hostPID: true,
    restartPolicy: "Never" as const,
    nodeSelector: { "kubernetes.io/hostname": node },
    containers: [
      {
        name: "profile",
        image,
        imagePullPolicy: "IfNotPresent",
        command: ["sh", "-c", script],
        securityContext: { privileged: true },
        volumeMounts: mounts.map((path, index) => ({ name: `m${index}`, mountPath: path, readOnly: true })),
      },
    ],
    volumes: mounts.map((path, index) => ({ name: `m${index}`, hostPath: { path } })),
  };
  await cluster.apply({ apiVersion: "v1", kind: "Pod", metadata: { name: "by-hand", namespace }, spec });
  await cluster.kubectl(
    "wait",
    "--for=jsonpath={.status.phase}=Succeeded",
    "pod/by-hand",
    ...inNamespace,
    "--timeout=120s",
  );
  const folded = await cluster.kubectl("logs", "by-hand", ...inNamespace);
  await execa(join(inferno, "inferno-flamegraph"), { input: folded });
  await cluster.kubectl("delete", "pod", "by-hand", ...inNamespace);
  return performance.now() - start;
}
