import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { stateFolder } from "./folders.ts";
import { kubectl } from "./kubectl.ts";

/** What can be made to go wrong. Whoever stops something starts it again. */
export interface Faults {
  /** At once, as when it is killed. Its data stay. */
  stopApiServer(): Promise<void>;
  /** Until it answers. */
  startApiServer(): Promise<void>;
  /** It stands still for so long, with its connections open. It goes on also where this process does not. */
  pauseApiServer(seconds: number): Promise<void>;
  stopKubelet(node: string): Promise<void>;
  startKubelet(node: string): Promise<void>;
  restartKubelet(node: string): Promise<void>;
}

const patienceSeconds = 60;

/** By the files that supervise.sh heeds, so from any process. */
export function labFaults(kubeconfig: string, nodes: readonly string[]): Faults {
  const kubelet = (node: string) => `kubelet-${nodes.indexOf(node) + 1}`;
  const healthOf = (node: string) => ["get", "--raw", `/api/v1/nodes/${node}/proxy/healthz`];
  return {
    stopApiServer: () => stop("apiserver"),
    async startApiServer() {
      await start("apiserver", kubeconfig, ["get", "--raw", "/readyz"]);
      // Elsewhere they elect a leader, and end when they cannot renew their lease; here they would wait for up to a minute.
      for (const name of ["controllers", "scheduler"]) await restart(name);
      const since = Date.now();
      await until("the nodes tell of themselves again", async () => {
        const told = await Promise.all(nodes.map((node) => lastTold(kubeconfig, node)));
        return told.every(({ at, ready }) => at > since && ready);
      });
    },
    pauseApiServer: (seconds) => pause("apiserver", seconds),
    stopKubelet: (node) => stop(kubelet(node)),
    startKubelet: (node) => start(kubelet(node), kubeconfig, healthOf(node)),
    async restartKubelet(node) {
      await stop(kubelet(node));
      await start(kubelet(node), kubeconfig, healthOf(node));
    },
  };
}

async function stop(name: string): Promise<void> {
  const file = join(stateFolder, "pid", name);
  if (!existsSync(file)) throw new Error(`${name} does not run`);
  writeFileSync(join(stateFolder, "hold", name), "");
  process.kill(Number(readFileSync(file, "utf8")), "SIGKILL");
  await until(`${name} has ended`, async () => !existsSync(file));
}

/** When the kubelet renewed its lease, and whether its node counts as ready. */
async function lastTold(kubeconfig: string, node: string): Promise<{ readonly at: number; readonly ready: boolean }> {
  const lease = ["get", "lease", node, "--namespace", "kube-node-lease", "--output", "jsonpath={.spec.renewTime}"];
  const status = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  const ready = ["get", "node", node, "--output", status];
  const [at, is] = await Promise.all([lease, ready].map((words) => kubectl(kubeconfig, words).catch(() => "")));
  return { at: Date.parse(at ?? "") || 0, ready: is === "True" };
}

async function restart(name: string): Promise<void> {
  await stop(name);
  rmSync(join(stateFolder, "hold", name), { force: true });
}

async function start(name: string, kubeconfig: string, health: readonly string[]): Promise<void> {
  rmSync(join(stateFolder, "hold", name), { force: true });
  await until(`${name} answers`, async () => {
    return (await kubectl(kubeconfig, health).catch(() => "")) === "ok";
  });
}

async function pause(name: string, seconds: number): Promise<void> {
  const pid = readFileSync(join(stateFolder, "pid", name), "utf8").trim();
  const script = 'kill -s STOP "$1" && sleep "$2"; kill -s CONT "$1"';
  await execa("sh", ["-c", script, "sh", pid, `${seconds}`], { detached: true, cleanup: false });
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const start = Date.now(); !(await isSo()); await sleep(100)) {
    if (Date.now() - start > patienceSeconds * 1000) throw new Error(`not after ${patienceSeconds} s: ${what}`);
  }
}
