import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { Engine } from "../lab/docker/engine.ts";
import type { Fault, FaultContainer } from "./fault.ts";
import { faultImage } from "./fault-image.ts";
import { rootDisk } from "./root-disk.ts";

/** A fault that has set in. Its containers, network and sysctls go with it. */
export interface StartedFault extends AsyncDisposable {
  /** Of the target, as `--container` wants it. */
  readonly container: string;
  /** Units of work that the target did in each second since a time in milliseconds; none where it does not tell. */
  workSince(since: number): Promise<number[]>;
}

const readyMs = 45_000;

export async function startFault({ host }: Engine, fault: Fault): Promise<StartedFault> {
  const docker = execa({ env: { DOCKER_HOST: host } });
  const prefix = `diag-fault-${process.pid}-${fault.name}`;
  await using made = new AsyncDisposableStack();
  for (const [name, value] of Object.entries(fault.sysctls ?? {})) made.defer(setSysctl(name, value));
  const network = fault.network === "none" ? "none" : prefix;
  if (network !== "none") {
    await docker("docker", ["network", "create", network]);
    made.defer(async () => void (await docker("docker", ["network", "rm", network], { reject: false })));
  }

  const start = async (name: string, { command, options = [] }: FaultContainer): Promise<string> => {
    const container = `${prefix}-${name}`;
    const alias = network === "none" ? [] : ["--network-alias", name];
    const words = ["run", "--detach", "--init=false", "--name", container, "--network", network, ...alias];
    made.defer(async () => void (await docker("docker", ["rm", "--force", container], { reject: false })));
    await docker("docker", [...words, ...options.map(withDisk), faultImage, ...command]);
    await untilReady(container);
    return container;
  };
  const untilReady = async (container: string) => {
    for (const end = Date.now() + readyMs; Date.now() < end; await sleep(200)) {
      const { all } = await docker("docker", ["logs", container], { all: true });
      if (/^READY$/m.test(all)) return;
    }
    const { all } = await docker("docker", ["logs", "--tail", "20", container], { all: true });
    throw new Error(`${container} was not ready after ${readyMs / 1000} s:\n${all}`);
  };

  for (const [name, other] of Object.entries(fault.others ?? {})) await start(name, other);
  const container = await start("target", fault.target);
  const cleanup = made.move();
  return {
    container,
    async workSince(since) {
      const { stdout } = await docker("docker", ["logs", "--since", new Date(since).toISOString(), container]);
      return [...stdout.matchAll(/^work (\d+(?:\.\d+)?)$/gm)].map(([, count]) => Number(count));
    },
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}

/** `{disk}` stands for the disk on which the engine keeps its volumes, that of `/`. */
function withDisk(option: string): string {
  return option.includes("{disk}") ? option.replace("{disk}", rootDisk()) : option;
}

/** @returns what puts the value of before back. */
function setSysctl(name: string, value: string | number): () => void {
  const path = `/proc/sys/${name}`;
  const before = readFileSync(path, "utf8");
  writeFileSync(path, `${value}`);
  return () => writeFileSync(path, before);
}
