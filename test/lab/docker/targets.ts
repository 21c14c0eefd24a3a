import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExecaError, execa } from "execa";
import type { Engine } from "./engine.ts";
import { importBase, importDebian } from "./toolbox.ts";

const sources = join(import.meta.dirname, "../../tools/workloads");
/** Each workload ends by itself, whatever happens to the test. */
const seconds = "120";

/** Name → the container's command. Those that compute have a hot function `price_of`, `priceOf` or `checksum`. */
const commands = {
  hot: ["/srv/hot", seconds],
  scratch: ["/hot", seconds],
  leak: ["/srv/leak", seconds, "100", "4096"],
  "no-leak": ["/srv/leak", seconds, "100", "0"],
  "leak-cxx": ["/srv/leak-cxx", seconds],
  "leak-static": ["/leak", seconds, "100", "4096"],
  // A shell beside it, as containers often have.
  "leak-under-shell": ["sh", "-c", `/srv/leak ${seconds} 100 4096; true`],
  storm: ["/srv/storm", seconds],
  "storm-held": ["/srv/storm", seconds, "5000"],
  python: ["python3", "/srv/hot.py", seconds],
  ruby: ["ruby", "/srv/hot.rb", seconds],
  "ruby-stripped": ["ruby", "/srv/hot.rb", seconds],
  java: ["java", "-cp", "/srv", "Hot", seconds],
  node: ["node", "/srv/hot.js", seconds],
  "node-perf": ["node", "--perf-basic-prof", "--max-inlined-bytecode-size=0", "/srv/hot.js", seconds],
  idle: ["sleep", seconds],
  // A server on its own loopback, and a client that asks it three times a second.
  server: [
    "sh",
    "-c",
    `timeout ${seconds} python3 -m http.server 8099 --bind 127.0.0.1 >/dev/null 2>&1 &
     end=$(($(date +%s) + ${seconds}))
     while [ "$(date +%s)" -lt "$end" ]; do
       python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8099/')" 2>/dev/null
       sleep 0.3
     done`,
  ],
  two: ["sh", "-c", `/srv/hot ${seconds} & exec /srv/hot ${seconds}`],
} as const;

export type TargetName = keyof typeof commands;

const image = "diag-targets:test";
const scratchImage = "diag-scratch:test";
/** Debian 12's Ruby has the symbols that rbspy needs; Debian 13's is stripped of them. */
const rubyImage = "diag-ruby:test";
const images: Partial<Record<TargetName, string>> = {
  scratch: scratchImage,
  "leak-static": scratchImage,
  ruby: rubyImage,
};

/** Images with the workloads in them: Debian with four language runtimes, and one that holds static programs and nothing else. */
export async function buildTargets(engine: Engine): Promise<void> {
  const base = await importBase(engine);
  const context = mkdtempSync(join(tmpdir(), "diag-targets-"));
  try {
    for (const name of ["hot.py", "hot.rb", "hot.js"]) cpSync(join(sources, name), join(context, name));
    const frames = ["-O1", "-fno-omit-frame-pointer"];
    await execa("gcc", [...frames, "-o", join(context, "hot"), join(sources, "hot.c")]);
    for (const name of ["leak", "storm"]) {
      await execa("gcc", [...frames, "-o", join(context, name), join(sources, `${name}.c`)]);
    }
    await execa("g++", [...frames, "-fno-inline", "-o", join(context, "leak-cxx"), join(sources, "leak.cc")]);
    for (const name of ["hot", "leak"]) {
      await execa("gcc", [...frames, "-static", "-o", join(context, `${name}-static`), join(sources, `${name}.c`)]);
    }
    await execa("javac", ["-d", context, join(sources, "Hot.java")]);
    await build(engine, context, image, [
      `FROM ${base}`,
      // Java's packages link into the manuals, which the base has none of.
      "RUN mkdir -p /usr/share/man/man1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 ruby openjdk-21-jre-headless nodejs",
      "COPY . /srv/",
    ]);
    await build(engine, context, rubyImage, [
      `FROM ${await importDebian(engine, "debian:bookworm-ruby", ["bookworm", "ruby"])}`,
      "COPY . /srv/",
    ]);
    const scratch = join(context, "scratch");
    mkdirSync(scratch);
    for (const name of ["hot", "leak"]) cpSync(join(context, `${name}-static`), join(scratch, name));
    await build(engine, scratch, scratchImage, ["FROM scratch", "COPY hot leak /"]);
  } finally {
    rmSync(context, { recursive: true });
  }
}

async function build({ host }: Engine, context: string, tag: string, lines: readonly string[]): Promise<void> {
  writeFileSync(join(context, "Dockerfile"), lines.join("\n"));
  await execa("docker", ["build", "--network", "host", "--tag", tag, context], {
    env: { DOCKER_HOST: host, DOCKER_BUILDKIT: "0" },
    all: true,
  }).catch((error: ExecaError) => {
    throw new Error(`${tag} could not be built:\n${String(error.all).slice(-2000)}`);
  });
}

export interface TargetContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
  /** Of its first process, as the host numbers it. */
  readonly pid: number;
}

/** Starts a workload in a container of its own; the container goes away with the test. */
export async function startTarget(
  { host }: Engine,
  name: TargetName,
  options: readonly string[] = [],
): Promise<TargetContainer> {
  const docker = execa({ env: { DOCKER_HOST: host } });
  const container = `diag-target-${name}-${process.pid}`;
  const used = images[name] ?? image;
  const words = ["run", "--detach", "--rm", "--network", "none", "--name", container, ...options, used];
  const start = () => docker("docker", [...words, ...commands[name]]);
  // On a machine with more to do than CPUs runc sometimes loses its own child ("waiting for init").
  const { stdout: id } = await start().catch(async (error: ExecaError) => {
    if (!`${error.stderr}`.includes("waiting for init")) throw error;
    await docker("docker", ["rm", "--force", container], { reject: false });
    return start();
  });
  const { stdout: pid } = await docker("docker", ["container", "inspect", "--format", "{{.State.Pid}}", id]);
  return {
    id,
    name: container,
    pid: Number(pid),
    async [Symbol.asyncDispose]() {
      await docker("docker", ["rm", "--force", id], { reject: false });
    },
  };
}
