import { readFileSync } from "node:fs";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { version } from "../../src/version.ts";
import { docker, lab, needsDocker } from "../lab/docker/lab.ts";

/** Command → what it prints when it is there and can start: its version, else its help. */
const slimTools: Record<string, RegExp> = {
  "diag --version": /^\d+\.\d+\.\d+$/,
  "perf --version": /^perf version \d/,
  "pidstat -V": /^sysstat version \d/,
  "mpstat -V": /^sysstat version \d/,
  "iostat -V": /^sysstat version \d/,
  "sar -V": /^sysstat version \d/,
  "tcpdump --version": /^tcpdump version \d/,
  "conntrack --version": /^conntrack v\d/,
  "ip -V": /^ip utility, iproute2-\d/,
  "ss -V": /^ss utility, iproute2-\d/,
  "tc -V": /^tc utility, iproute2-\d/,
  "nstat -V": /^nstat utility, iproute2-\d/,
  "ethtool --version": /^ethtool version \d/,
  "ps --version": /^ps from procps-ng \d/,
  "top -b -n 1": /^top - \d/,
  "vmstat --version": /^vmstat from procps-ng \d/,
  "pmap --version": /^pmap from procps-ng \d/,
  "nsenter --version": /^nsenter from util-linux \d/,
  "lscpu --version": /^lscpu from util-linux \d/,
  "py-spy --version": /^py-spy \d/,
  "awk --version": /^mawk \d/,
  "tar --version": /^tar \(GNU tar\) \d/,
  "sleep --version": /^sleep \(GNU coreutils\) \d/,
};
const allTools: Record<string, RegExp> = {
  ...slimTools,
  "bpftrace --version": /^bpftrace v\d/,
  "rbspy --version": /^rbspy \d/,
  jattach: /^jattach \d/,
  "profile-bpfcc --help": /^usage: profile-bpfcc/,
  "memleak-bpfcc --help": /^usage: memleak-bpfcc/,
  "runqlat-bpfcc --help": /^usage: runqlat-bpfcc/,
  "tcpretrans-bpfcc --help": /^usage: tcpretrans-bpfcc/,
  "python3 -c 'import bcc, netaddr; print(bcc.__version__)'": /^0\.\d+/,
  'python3 -c \'import ctypes; ctypes.CDLL("/usr/local/lib/libasyncProfiler.so").asprof_execute and print("loads")\'':
    /^loads$/,
};

const images = [
  { flavour: "toolbox", image: lab.toolbox, tools: allTools },
  { flavour: "toolbox-slim", image: lab.toolboxSlim, tools: slimTools },
] as const;

const inShell = (image: string, script: string) =>
  docker("run", "--rm", "--entrypoint", "/bin/sh", image, "-c", script);

/** What the README says of a flavour's size. */
function statedMegabytes(flavour: string): number {
  const readme = readFileSync("images/toolbox/README.md", "utf8");
  const row = new RegExp(`^\\| \`${flavour}\` \\|.*?(\\d+) MB`, "m").exec(readme);
  return Number(row?.[1]);
}

interface Sbom {
  readonly spdxVersion: string;
  readonly packages: readonly { SPDXID: string; name: string; versionInfo: string; licenseDeclared: string }[];
  readonly relationships: readonly { relatedSpdxElement: string }[];
}

describe.skipIf(lab.why !== undefined).each(images)(`image $flavour ${needsDocker}`, ({ flavour, image, tools }) => {
  test("every tool starts and tells its version", async () => {
    const script = Object.keys(tools).map((command) => `echo "$(${command} 2>&1 </dev/null | head -n 1)"`);
    const answers = (await inShell(image, script.join("\n"))).split("\n");
    const wrong = Object.entries(tools).flatMap(([command, pattern], at) =>
      pattern.test(answers[at] ?? "") ? [] : [`${command}: ${answers[at]}`],
    );
    expect(wrong).toEqual([]);
  });

  test("no program and no library misses a library, not even one of libbpf-tools", async () => {
    // What ldd does; ldd itself is a script for bash.
    const script = `loader=$(ls /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.* 2>/dev/null | head -n 1)
      find /usr -type f '(' -perm /111 -o -name '*.so*' ')' -exec /bin/sh -c '
        for file in "$@"; do "$0" --list "$file" 2>/dev/null | sed -n "s|.*not found.*|$file: &|p"; done' "$loader" {} +
      "$loader" --list /usr/bin/perf | grep -c "=> /"
      ls /usr/sbin /usr/bin | grep -c -e -libbpf$`;
    const lines = (await inShell(image, script)).split("\n");
    expect(Number(lines.pop())).toBeGreaterThan(50);
    expect(Number(lines.pop())).toBeGreaterThan(10);
    expect(lines).toEqual([]);
  });

  test("it is no larger than its README says", async () => {
    const bytes = Number(await docker("image", "inspect", "--format", "{{.Size}}", image));
    expect(bytes / 1e6).toBeLessThanOrEqual(statedMegabytes(flavour));
  });

  test("its labels say what it is", async () => {
    const labels = JSON.parse(await docker("image", "inspect", "--format", "{{json .Config.Labels}}", image));
    expect(labels).toMatchObject({
      "org.opencontainers.image.title": `diag ${flavour}`,
      "org.opencontainers.image.version": version,
      "org.opencontainers.image.revision": expect.stringMatching(/^([0-9a-f]{40}|unknown)$/),
      "org.opencontainers.image.created": expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      "org.opencontainers.image.source": expect.any(String),
      "org.opencontainers.image.licenses": expect.stringContaining("Apache-2.0"),
      "org.opencontainers.image.base.name": "debian:trixie-slim",
    });
  });

  test("its SBOM lists what is in it, with versions and licences", async () => {
    const sbom: Sbom = JSON.parse(await inShell(image, "cat /usr/share/diag/sbom.spdx.json"));
    const versions = Object.fromEntries(sbom.packages.map(({ name, versionInfo }) => [name, versionInfo]));
    const everywhere = ["libc6", "libbpf-tools", "linux-perf", "sysstat", "tcpdump", "py-spy", "diag", "node", "execa"];
    const toolboxOnly = ["bpftrace", "bpfcc-tools", "libllvm19", "jattach", "rbspy", "async-profiler"];
    expect(sbom.spdxVersion).toBe("SPDX-2.3");
    expect(Object.keys(versions)).toEqual(expect.arrayContaining(everywhere));
    expect(toolboxOnly.filter((name) => name in versions)).toEqual(flavour === "toolbox" ? toolboxOnly : []);
    expect(versions).toMatchObject({ diag: version, node: process.versions.node });
    expect(Object.values(versions)).not.toContain("");
    expect(versions["py-spy"]).toBe((await inShell(image, "py-spy --version")).replace("py-spy ", ""));
    expect(new Set(sbom.packages.map(({ SPDXID }) => SPDXID)).size).toBe(sbom.packages.length);
    expect(sbom.relationships).toHaveLength(sbom.packages.length);
  });

  test("every package in it comes with its licence", async () => {
    const script = `sed -n 's/^Package: //p' /var/lib/dpkg/status | while read -r name; do
        [ -s "/usr/share/doc/$name/copyright" ] || echo "$name"; done
      ls /usr/share/diag`;
    expect((await inShell(image, script)).split("\n")).toEqual([
      "LICENSE",
      "diag.LICENSES.txt",
      "playbooks",
      "sbom.spdx.json",
    ]);
  });

  test("diag runs in it, finds its playbooks and its tools", async () => {
    const { probe, tools: found } = JSON.parse(
      await docker("run", "--rm", "--privileged", "--pid", "host", image, "doctor", "--json"),
    );
    expect(probe).toMatchObject({ toolbox: flavour, distribution: { id: "debian" } });
    expect(found.length).toBeGreaterThan(3);
    expect(await docker("run", "--rm", image, "plan", "cpu-hot", "--host")).toContain("Who burns the CPU");
  });
});

test.skipIf(lab.why !== undefined)(`the executable needs nothing of its surroundings ${needsDocker}`, async () => {
  const { stdout } = await execa(`${process.cwd()}/dist/diag`, ["--version"], { cwd: "/", env: {}, extendEnv: false });
  expect(stdout).toBe(version);
});
