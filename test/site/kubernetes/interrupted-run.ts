import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Options } from "execa";
import { hasFile, readManifest, startDiag } from "../../cli/diag.ts";
import { stateFolder } from "../../lab/kubernetes/folders.ts";
import { kubectl as runKubectl } from "../../lab/kubernetes/kubectl.ts";
import { lab } from "../../lab/kubernetes/lab.ts";
import { startNamespace } from "../../lab/kubernetes/pods.ts";

const { kubectl, nodes, kind } = lab.cluster;

const builtProgram = fileURLToPath(new URL("../../../bin/diag.js", import.meta.url));

/** A tool namespace and a folder of a test's own; several tests run at the same time. */
export async function startPlace(name: string) {
  const namespace = await startNamespace(lab.cluster, name);
  const folder = mkdtempSync(join(tmpdir(), "diag-test-"));
  return {
    namespace: namespace.name,
    folder,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true });
      await namespace[Symbol.asyncDispose]();
    },
  };
}

/** One step that ends at once and one that takes the whole window; `more` are further steps, in YAML. */
export function writePlaybook(folder: string, seconds: number, more: readonly string[] = [], budget = ""): string {
  const file = join(folder, "playbook.yaml");
  const steps = [
    "{ id: first, run: [echo, hello], parse: { as: text } }",
    `{ id: window, run: [vmstat, "1", "${seconds + 1}"], duration: ${seconds}s, parse: { as: text } }`,
    ...more,
  ];
  writeFileSync(
    file,
    `apiVersion: diag/v1
kind: Playbook
metadata: { name: interrupted, version: 1.0.0, title: What is left? }
spec:
  targets: [container, host]
${budget === "" ? "" : `  budget: ${budget}\n`}  steps:
${steps.map((step) => `    - ${step}`).join("\n")}
  checks:
    - { id: said, title: Said, info: first.lines == 1, message: "\${{ first.text }}" }
`,
  );
  return file;
}

export type StartOptions = Options & {
  /** The program of `npm run build`, instead of the sources. */
  readonly built?: boolean;
};

/** A command of diag that goes on, and what it has told so far. */
export function startWords(
  words: readonly string[],
  namespace: string,
  { built = false, ...options }: StartOptions = {},
) {
  const env = { ...lab.env, DIAG_TOOL_NAMESPACE: namespace, ...options.env };
  const child = startDiag(words, { ...options, env }, built ? builtProgram : undefined);
  let told = "";
  let hasEnded = false;
  void child.then(() => {
    hasEnded = true;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    told += String(chunk);
  });
  return {
    child,
    told: () => told,
    async until(text: string | RegExp): Promise<void> {
      await eventually(`diag says ${text}`, async () => {
        const isSaid = typeof text === "string" ? told.includes(text) : text.test(told);
        if (hasEnded && !isSaid) throw new Error(`diag has ended: ${told}`);
        return isSaid;
      });
    },
    async end() {
      const { exitCode, stdout, stderr } = await child;
      return { exitCode, stdout: String(stdout), stderr: String(stderr) };
    },
  };
}

/** A run of a playbook on a node or a pod; its tool pod is in `namespace`. */
export function startRun(file: string, words: readonly string[], namespace: string, options: StartOptions = {}) {
  const out = join(file, "..", `bundle-${readdirSync(join(file, "..")).length}`);
  const run = startWords(["run", file, ...words, "--out", out], namespace, options);
  return { ...run, out };
}

/** The middle of the window: its first steps have ended. */
export const inWindow = /first: ok/;

/** What diag said at last: its error, without what it told before. */
export function errorIn(stderr: string): string {
  return stderr.slice(Math.max(0, stderr.indexOf("error ")));
}

export async function toolPodIn(namespace: string): Promise<string> {
  const selector = "app.kubernetes.io/managed-by=diag";
  const path = "jsonpath={.items[0].metadata.name}";
  return kubectl("get", "pods", "--namespace", namespace, "--selector", selector, "--output", path);
}

/** Ends what runs in tool containers by its command line, as the node's kernel would. */
export async function killInPods(which: RegExp, namespace: string): Promise<void> {
  const path = "jsonpath={.items[*].metadata.uid}";
  const pods = (await kubectl("get", "pods", "--namespace", namespace, "--output", path)).split(" ");
  const found = processes().filter(({ pod, words }) => pods.includes(pod) && which.test(words));
  for (const { pid } of found) process.kill(pid, "SIGKILL");
}

/** As `kubectl drain` does it. */
export async function evict(name: string, namespace: string): Promise<void> {
  const input = JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } });
  const where = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  await runKubectl(lab.cluster.kubeconfig, ["create", "--raw", where, "--filename", "-"], { input });
}

/** What of a bundle these tests look at. */
export function ending(out: string) {
  if (!hasFile(out, "manifest.json")) return undefined;
  const { state, reason, steps } = readManifest(out);
  return { state, reason, steps: Object.fromEntries(steps.map(({ id, status }) => [id, status])) };
}

/** What of diag there is in the tool namespace: Jobs and pods. */
export async function objectsIn(namespace: string): Promise<string> {
  const words = ["--selector", "app.kubernetes.io/managed-by=diag", "--namespace", namespace, "--output", "name"];
  return kubectl("get", "jobs,pods", ...words);
}

/** Waits until nothing of diag is in the namespace, nor on the nodes. @returns what is left after that time. */
export async function nothingLeft(namespace: string, seconds = 30): Promise<string[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const objects = (await objectsIn(namespace)).split("\n").filter((name) => name !== "");
    const left = objects.length > 0 ? objects : await onNodes();
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(500);
  }
}

/** Processes of a runner, and mounts of a tool pod, whose pods the cluster does not have any more. Only the lab shares its kernel with the tests. */
async function onNodes(): Promise<string[]> {
  if (kind !== "lab") return [];
  const runners = processes()
    .filter(({ words }) => words.includes("diag runner --plan-env") || words.includes("diag-supervisor"))
    .map(({ pid, pod, words }) => ({ pod, text: `process ${pid}: ${words.slice(0, 80)}` }));
  const mounts = nodes.flatMap((_, at) => {
    const kubelet = read(join(stateFolder, "pid", `kubelet-${at + 1}`)).trim();
    return read(`/proc/${kubelet}/mounts`)
      .split("\n")
      .flatMap((line) => {
        const [, pod] = /\/pods\/([0-9a-f-]{36})\//.exec(line) ?? [];
        return pod === undefined ? [] : [{ pod, text: `mount ${line.split(" ")[1]}` }];
      });
  });
  const path = "jsonpath={.items[*].metadata.uid}";
  const known = (await kubectl("get", "pods", "--all-namespaces", "--output", path)).split(" ");
  return [...runners, ...mounts].filter(({ pod }) => !known.includes(pod)).map(({ text }) => text);
}

/** Of every pod, on any node. */
function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const pod = /pod([0-9a-f-]{36})/.exec(read(`/proc/${pid}/cgroup`))?.[1];
      const words = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
      return pod === undefined ? [] : [{ pid: Number(pid), pod, words }];
    });
}

export async function eventually(what: string, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const start = Date.now(); !(await isSo()); await sleep(100)) {
    if (Date.now() - start > seconds * 1000) throw new Error(`not after ${seconds} s: ${what}`);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
