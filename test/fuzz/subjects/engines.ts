import type { Engine, EngineAnswer } from "../../../src/site/docker/engine.ts";
import { engineError } from "../../../src/site/docker/engine-error.ts";
import { leftovers } from "../../../src/site/docker/leftovers.ts";
import { resolveContainer } from "../../../src/site/docker/resolve-container.ts";
import { toolboxImage } from "../../../src/site/docker/toolbox-image.ts";
import { onlyOurErrors } from "../only-ours.ts";
import type { Subject } from "../subject.ts";

const id = "3f".repeat(32);
const inspected = [
  { Status: "running" },
  { Status: "exited", ExitCode: 137, OOMKilled: true, FinishedAt: "2026-11-23T13:36:01Z" },
  { Status: "paused" },
].map((State) => [{ Id: id, Name: "/shop", Config: { Image: "shop:1" }, State }]);

/** What docker or podman says, which may be another program of that name. */
export const engineSubjects: readonly Subject[] = [
  {
    name: "engine/container",
    share: 0.5,
    seeds: () => inspected.map((value) => Buffer.from(JSON.stringify(value))),
    read: (input) => onlyOurErrors(() => resolveContainer(engineThatSays(input.toString()), "shop")),
  },
  {
    name: "engine/image",
    share: 0.5,
    seeds: () => [Buffer.from(`sha256:${id} amd64 {"diag.headers":"6.1"}\n`), Buffer.from(`${id} amd64 null\n`)],
    read: (input) => onlyOurErrors(() => toolboxImage(engineThatSays(input.toString()), "diag-toolbox", () => {})),
  },
  {
    name: "engine/leftovers",
    share: 0.5,
    seeds: () => [Buffer.from(`${id}\tr1\tcpu-hot\t1795000000\n${id}\tr2\t\t\n`)],
    read: (input) => onlyOurErrors(() => leftovers(engineThatSays(input.toString()))),
  },
  {
    name: "engine/error",
    share: 0.5,
    seeds: () =>
      [
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
        "permission denied while trying to connect to the Docker daemon socket\n",
        "Error response from daemon: No such container: shop\n",
        "context \"far\" not found\n\nSee 'docker --help'\n",
      ].map((text) => Buffer.from(text)),
    read: (input) => onlyOurErrors(() => Promise.reject(engineError("docker", ["container"], input.toString()))),
  },
];

function engineThatSays(stdout: string): Engine {
  const answer: EngineAnswer = { stdout, stderr: "", exitCode: 0 };
  const engine = {
    name: "docker",
    ask: async () => answer,
    run: async () => stdout,
    host: async () => ({ architecture: "amd64", version: "27.0" }),
  };
  return engine as unknown as Engine;
}
