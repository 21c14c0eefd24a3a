import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type ExecaError, execa } from "execa";
import type { Engine } from "../lab/docker/engine.ts";
import { importBase } from "../lab/docker/toolbox.ts";
import { type Fault, readFaults } from "./fault.ts";

export const faultImage = "diag-faults:test";

const packages =
  "python3 ruby openjdk-21-jre-headless nodejs iptables iproute2 dnsmasq-base conntrack procps util-linux ethtool e2fsprogs";

/** Source ending → the words that compile `from` to `to`. What has no compiler is copied as it is. */
const compilers: Readonly<Record<string, (from: string, folder: string) => readonly [string, ...string[]]>> = {
  c: (from, folder) => ["gcc", "-g", "-O1", "-fno-omit-frame-pointer", "-pthread", "-o", stem(from, folder), from],
  cc: (from, folder) => ["g++", "-g", "-O1", "-fno-omit-frame-pointer", "-pthread", "-o", stem(from, folder), from],
  go: (from, folder) => ["go", "build", "-o", stem(from, folder), from],
  java: (from, folder) => ["javac", "-g", "-d", folder, from],
};

function stem(from: string, folder: string): string {
  return join(folder, basename(from).replace(/\.\w+$/, ""));
}

/** One image with every fault's programs, as /srv/faults/NAME. The engine's layer cache makes a second time short. */
export async function buildFaultImage(engine: Engine, faults: readonly Fault[] = readFaults()): Promise<string> {
  const base = await importBase(engine);
  const context = mkdtempSync(join(tmpdir(), "diag-faults-"));
  try {
    for (const fault of faults) await buildPrograms(fault, join(context, "faults", fault.name));
    writeFileSync(
      join(context, "Dockerfile"),
      [
        `FROM ${base}`,
        // Java's packages link into the manuals, which the base has none of.
        `RUN mkdir -p /usr/share/man/man1 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages}`,
        "COPY faults /srv/faults/",
      ].join("\n"),
    );
    await execa("docker", ["build", "--network", "host", "--tag", faultImage, context], {
      env: { DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "0" },
      all: true,
    }).catch((error: ExecaError) => {
      throw new Error(`${faultImage} could not be built:\n${String(error.all).slice(-2000)}`);
    });
    return faultImage;
  } finally {
    rmSync(context, { recursive: true });
  }
}

async function buildPrograms(fault: Fault, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(fault.folder)) {
    const compile = compilers[file.split(".").at(-1) ?? ""];
    cpSync(join(fault.folder, file), join(to, file), { recursive: true });
    if (compile === undefined) continue;
    const [program, ...words] = compile(join(fault.folder, file), to);
    await execa(program, words, { env: { CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GO111MODULE: "off" } });
  }
}
