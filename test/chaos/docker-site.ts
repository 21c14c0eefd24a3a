import { existsSync, readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { type Engine, startEngine } from "../lab/docker/engine.ts";
import { buildToolbox, importBase } from "../lab/docker/toolbox.ts";
import { containedProcesses, killOne, processText, runnerAmong, toolsAmong } from "./processes.ts";
import type { ChaosSite, Place } from "./site.ts";

/** The lab's engine, or the one that DIAG_TEST_DOCKER_HOST names; it must run on this kernel. */
export async function startDockerSite(): Promise<ChaosSite> {
  const engine = await startEngine();
  const toolbox = await buildToolbox(engine);
  const base = await importBase(engine);
  return {
    name: "docker",
    atATime: 3,
    keepSeconds: 60,
    startPlace: (name) => startPlace(engine, toolbox, base, name),
    [Symbol.asyncDispose]: () => engine.stop(),
  };
}

async function startPlace({ host }: Engine, toolbox: string, base: string, name: string): Promise<Place> {
  const docker = async (...words: string[]) =>
    (await execa("docker", words, { env: { DOCKER_HOST: host }, reject: false })).stdout.trim();
  const target = await docker("run", "--detach", "--rm", "--network", "none", "--name", name, base, "sleep", "600");
  /** Every tool container that the run ever had: the cgroups of one that is gone may still hold processes. */
  const seen = new Set<string>();
  const look = async () => {
    const ids = await docker("ps", "--all", "--quiet", "--no-trunc", "--filter", `label=diag.playbook=${name}`);
    const there = ids.split("\n").filter((id) => id !== "");
    for (const id of there) seen.add(id);
    return there;
  };
  return {
    words: ["--container", name],
    env: { DOCKER_HOST: host, DIAG_TOOLBOX_IMAGE: toolbox },
    async strike(blow, pick) {
      if (blow === "end the target") return (await docker("rm", "--force", target)) !== "";
      const tools = await look();
      if (blow === "delete the tools") return tools.length > 0 && (await docker("rm", "--force", ...tools)) !== "";
      const found = containedProcesses(tools);
      return killOne(blow === "kill the runner" ? runnerAmong(found) : toolsAmong(found), pick);
    },
    async left() {
      const containers = (await look()).map((id) => `container ${id.slice(0, 12)}`);
      const processes = containedProcesses([...seen]).map(processText);
      return [...containers, ...processes, ...mountsOf([...seen])];
    },
    async [Symbol.asyncDispose]() {
      await docker("rm", "--force", target, ...(await look()));
    },
  };
}

/** Mounts of containers, in whatever mount namespace the engine is. */
function mountsOf(ids: readonly string[]): string[] {
  const engines = readdirSync("/proc").filter((pid) => nameOf(pid) === "dockerd");
  const lines = engines.flatMap((pid) => readFileSync(`/proc/${pid}/mounts`, "utf8").split("\n"));
  return lines.flatMap((line) => {
    const [, path = ""] = line.split(" ");
    return ids.some((id) => path.includes(id)) ? [`mount ${path}`] : [];
  });
}

function nameOf(pid: string): string {
  const file = `/proc/${pid}/comm`;
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
}
