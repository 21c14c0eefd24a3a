import { createWriteStream, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { cached, cacheFolder } from "../cache.ts";

/** A real engine. `host` is what `docker --host` wants. */
export interface Engine {
  readonly host: string;
}

export interface StartedEngine extends Engine {
  stop(): Promise<void>;
}

const scripts = import.meta.dirname;

/** Why no engine can be had here; undefined where one can. */
export function whyNoEngine(): string | undefined {
  if (process.env.DIAG_TEST_DOCKER_HOST !== undefined) return undefined;
  if (process.getuid?.() !== 0) return "not root, and DIAG_TEST_DOCKER_HOST names no engine";
  const path = (process.env.PATH ?? "").split(":");
  const missing = ["docker", "mmdebstrap"].filter((name) => !path.some((folder) => existsSync(join(folder, name))));
  return missing.length === 0 ? undefined : `${missing.join(" and ")} not found`;
}

/**
 * The engine of `DIAG_TEST_DOCKER_HOST`, or one of the lab's own: a daemon of Debian 13 in a mount namespace of its
 * own. Its images stay in the cache. A lab's engine that runs already is shared and left running.
 */
export async function startEngine(): Promise<StartedEngine> {
  const given = process.env.DIAG_TEST_DOCKER_HOST;
  if (given !== undefined) return { host: given, stop: async () => {} };
  const recipe = join(scripts, "make-root.sh");
  const root = await cached("root", recipe, (path) => execa(recipe, [path], { stderr: "inherit" }));
  const host = `unix://${root}/engine/docker.sock`;
  if (await answers(host)) return { host, stop: async () => {} };
  // Images outlive a change of the root's recipe.
  const data = join(cacheFolder, "docker-data");
  mkdirSync(data, { recursive: true });
  return startDaemon(root, data, host);
}

async function startDaemon(root: string, data: string, host: string): Promise<StartedEngine> {
  const log = join(root, "engine", "log");
  // The daemon writes it itself: through a pipe it would stand still whenever this process does.
  const output = createWriteStream(log, { fd: openSync(log, "w") });
  // Ends with this process, however that ends; its containers end with it.
  const daemon = execa(
    "setpriv",
    [
      ...["--pdeathsig", "TERM", "unshare", "--mount", "--propagation", "private"],
      ...[join(scripts, "enter-root.sh"), root, data, "dockerd", "--host", "unix:///engine/docker.sock"],
      ...["--pidfile", "/run/docker.pid", "--storage-driver", "overlay2"],
    ],
    {
      stdin: "ignore",
      stdout: output,
      stderr: output,
      buffer: false,
      reject: false,
      cleanup: false,
      detached: true,
    },
  );
  let hasEnded = false;
  const ended = daemon.finally(() => {
    hasEnded = true;
    output.destroy();
  });
  for (let tries = 0; tries < 300 && !hasEnded; tries++) {
    if (await answers(host)) {
      return {
        host,
        async stop() {
          daemon.kill("SIGTERM");
          await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
          if (!hasEnded) daemon.kill("SIGKILL");
        },
      };
    }
    await sleep(100);
  }
  daemon.kill("SIGKILL");
  throw new Error(`the lab's Docker engine did not start:\n${readFileSync(log, "utf8").slice(-4000)}`);
}

async function answers(host: string): Promise<boolean> {
  const { exitCode } = await execa("docker", ["--host", host, "version", "--format", "{{.Server.Version}}"], {
    reject: false,
    timeout: 5_000,
  });
  return exitCode === 0;
}
