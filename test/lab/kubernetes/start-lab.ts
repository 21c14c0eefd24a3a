import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa, execaSync } from "execa";
import { cached } from "../cache.ts";
import { dataFolder, stateFolder } from "./folders.ts";
import { kubectl } from "./kubectl.ts";

const scripts = import.meta.dirname;
const binaryFolder = join(scripts, "binary");
const kubeconfig = join(stateFolder, "kubeconfig/admin");
const nodes = ["diag-lab-1", "diag-lab-2"] as const;
const goMinor = 26;
/** What enter-cluster.sh ends with where another cluster of the lab runs. */
const runsAlready = 75;
const startSeconds = 120;

interface StartedLab {
  readonly kubeconfig: string;
  readonly nodes: readonly string[];
  stop(): Promise<void>;
}

/** Why the lab cannot make a cluster of its own here; undefined where it can. */
export function whyNoLab(): string | undefined {
  if (process.getuid?.() !== 0) return "not root";
  const path = (process.env.PATH ?? "").split(":");
  const missing = ["mmdebstrap", "gcc", "go"].filter((name) => !path.some((folder) => existsSync(join(folder, name))));
  if (missing.length > 0) return `${missing.join(", ")} not found`;
  // In the module's folder a newer one than this fetches what the module asks for.
  const { stdout, stderr } = execaSync("go", ["env", "GOVERSION"], {
    cwd: binaryFolder,
    reject: false,
    timeout: 60_000,
  });
  const [, minor] = /^go1\.(\d+)/.exec(stdout) ?? [];
  if (Number(minor) >= goMinor) return undefined;
  return `Kubernetes is built with Go 1.${goMinor} or newer, found ${stdout || stderr.split("\n")[0] || "none"}`;
}

/** The upstream components as one program, `kubectl` among them. */
async function makeBinary(): Promise<string> {
  const recipe = join(scripts, "make-binary.sh");
  const sources = ["go.mod", "main.go"].map((name) => join(binaryFolder, name));
  return cached("kubernetes", [recipe, ...sources], (path) => execa(recipe, [path], { stderr: "inherit" }));
}

/**
 * Starts two nodes and a control plane on this machine; a cluster of the lab that runs already is shared and left
 * running. The cluster ends with this process, however that ends.
 */
export async function startLab(): Promise<StartedLab> {
  const [rootRecipe, pauseRecipe] = [join(scripts, "make-root.sh"), join(scripts, "make-pause.sh")];
  const root = await cached("cluster-root", rootRecipe, (path) => execa(rootRecipe, [path], { stderr: "inherit" }));
  const pause = await cached("pause", pauseRecipe, (path) => execa(pauseRecipe, [path]));
  const enter = [join(scripts, "enter-cluster.sh"), root, stateFolder, dataFolder, await makeBinary(), pause];
  const cluster = execa("setpriv", ["--pdeathsig", "TERM", ...enter], {
    stdin: "ignore",
    all: true,
    reject: false,
    cleanup: false,
    detached: true,
  });
  let output: string | undefined;
  let shared = false;
  const ended = cluster.then(({ exitCode, all }) => {
    shared = exitCode === runsAlready;
    output = all;
  });
  const stop = async () => {
    if (shared) return;
    cluster.kill("SIGTERM");
    await ended;
  };
  for (const start = Date.now(); Date.now() - start < startSeconds * 1000; await sleep(300)) {
    if (output !== undefined && !shared) break;
    if (await isReady()) return { kubeconfig, nodes, stop };
  }
  await stop();
  throw new Error(`the lab's cluster did not start: ${output ?? `nothing ready after ${startSeconds} s`}\n${logs()}`);
}

/** Nodes take pods, and a pod without a service account of its own is let in. */
async function isReady(): Promise<boolean> {
  if (!existsSync(kubeconfig)) return false;
  const ready = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
  try {
    const found = await kubectl(kubeconfig, ["get", "nodes", "--output", ready]);
    if (found !== nodes.map(() => "True").join(" ")) return false;
    await kubectl(kubeconfig, ["get", "serviceaccount", "default"]);
    return true;
  } catch {
    return false;
  }
}

function logs(): string {
  const folder = join(stateFolder, "log");
  const ends = readdirSync(folder).map((name) => `${name}:\n${readFileSync(join(folder, name), "utf8").slice(-1000)}`);
  return ends.join("\n");
}
