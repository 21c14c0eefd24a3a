import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { diag, readFindings, readManifest, readReport, startDiag } from "../cli/diag.ts";
import { docker, lab, needsDocker } from "../lab/docker/lab.ts";
import { startTarget, type TargetName } from "../lab/docker/targets.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const { engine, env } = lab;

/** Names of the tool containers that are left. */
const toolContainers = () => docker("ps", "--all", "--filter", "label=diag.run", "--format", "{{.Names}}");

async function cpuHot(target: string, words: readonly string[] = [], duration = "3s") {
  const out = `${temporaryFolder()}/bundle`;
  const what = ["run", "cpu-hot", "--container", target, "--param", `duration=${duration}`, "--out", out];
  return { ...(await diag([...what, ...words], { env })), out };
}

async function hotIn(name: TargetName, options: readonly string[] = [], words: readonly string[] = []) {
  await using target = await startTarget(engine, name, options);
  await sleep(1_000);
  return { ...(await cpuHot(target.name, words)), target };
}

const outcomes = (out: string) =>
  Object.fromEntries(readFindings(out).findings.map(({ check, outcome }) => [check, outcome]));

describe.skipIf(lab.why !== undefined)(`on a real engine ${needsDocker}`, () => {
  test("cpu-hot names the function of a hot container, by its name", async () => {
    const { exitCode, stdout, stderr, out, target } = await hotIn("hot");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
    expect(readFindings(out).findings[0]).toMatchObject({ check: "hot-function", outcome: "fail" });
    expect(readFindings(out).findings[0]?.message).toMatch(
      new RegExp(
        `^checksum burns \\S+\\s% of the CPU time of ${target.name} \\(container ${target.id.slice(0, 12)}\\)`,
      ),
    );
    expect(readFindings(out).findings[0]?.message).toContain("checksum ← handle_request ← serve ← main");
    expect(readManifest(out)).toMatchObject({
      state: "complete",
      site: "docker",
      toolbox: { image: lab.toolbox, privileges: "privileged" },
      target: { container: target.id, processes: [{ pid: target.pid, containerPid: 1 }], image: "diag-targets:test" },
    });
    expect(readReport(out)).toContain(`hot ${target.pid} (1 in its container)`);
    expect(stdout).toContain("checksum burns");
    expect(await toolContainers()).toBe("");
  });

  test("every process of a container is seen, not only the first", async () => {
    const { out } = await hotIn("two");
    const { target } = readManifest(out);
    expect(target.processes).toHaveLength(2);
    expect(target.processes?.map(({ containerPid }) => containerPid)).toContain(1);
  });

  test("a scratch container: no shell, no libc, and still named", async () => {
    const { out } = await hotIn("scratch", ["--read-only", "--user", "65534"]);
    expect(readFindings(out).findings[0]?.message).toContain("checksum ← handle_request ← serve ← main");
  });

  test("a container that shares the host's pids is told from the host", async () => {
    const { out, target } = await hotIn("hot", ["--pid", "host"]);
    expect(readManifest(out).target.processes).toMatchObject([{ pid: target.pid, containerPid: target.pid }]);
    expect(outcomes(out)["hot-function"]).toBe("fail");
  });

  test("a CFS-throttled container is called throttled, with the limit to set", async () => {
    const { out } = await hotIn("hot", ["--cpus", "0.2"]);
    expect(readFindings(out).findings.find(({ check }) => check === "throttled")).toMatchObject({ outcome: "fail" });
    expect(readFindings(out).findings.find(({ check }) => check === "throttled")?.message).toMatch(
      /^Its CPU limit of 20\s% of one core throttled it/,
    );
  });

  test.each<[TargetName, string, RegExp, readonly string[]]>([
    ["python", "py-spy-plain", /^price_of \(hot\.py:6\) burns/, []],
    ["ruby", "rbspy", /^(block in )?price_of \(\/srv\/hot\.rb\) burns/, []],
    ["java", "async-profiler", /^Hot\.priceOf burns/, []],
    // V8 inlines priceOf into renderPage.
    ["node", "node-inspector", /^(priceOf|renderPage) \S*hot\.js:\d\S* burns/, ["--allow-attach"]],
  ])("a hot %s container is reported by the name of its own function, by %s", async (name, variant, says, words) => {
    const { out } = await hotIn(name, [], words);
    const step = readManifest(out).steps.find(({ id }) => id === "program");
    expect(step).toMatchObject({ status: "ok", variant });
    expect(readFindings(out).findings[0]).toMatchObject({ check: "hot-program-function", outcome: "fail" });
    expect(readFindings(out).findings[0]?.message).toMatch(says);
    // Kernel time stays visible: both graphs are in the report.
    expect(readReport(out)).toContain("Where the program spends its CPU time");
    expect(readReport(out)).toContain("Where the CPU time goes");
  });

  test("a Node container without consent: what would see into it is told, and nothing is attached", async () => {
    const { out } = await hotIn("node");
    const step = readManifest(out).steps.find(({ id }) => id === "program");
    expect(step).toMatchObject({ status: "failed" });
    expect(step?.attempts.find(({ variant }) => variant === "node-inspector")).toMatchObject({
      reason: { code: "no-consent", mend: "add --allow-attach" },
    });
    expect(readReport(out)).toContain("--allow-attach");
  });

  test("an idle container: nothing to see", async () => {
    const { exitCode, stdout } = await hotIn("idle");
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Nothing to see") });
  });

  test("with the capabilities of the plan and no more", async () => {
    const { out } = await hotIn("hot", [], ["--least-privilege"]);
    expect(readManifest(out).toolbox?.privileges).toBe("least");
    expect(outcomes(out)["hot-function"]).toBe("fail");
    expect(readManifest(out).steps.filter(({ status }) => status === "failed")).toEqual([]);
    expect(readReport(out)).toContain("only those of the plan");
  });

  test("--pid and --host go through the toolbox too", async () => {
    await using target = await startTarget(engine, "hot");
    const out = `${temporaryFolder()}/bundle`;
    const words = [
      "run",
      "cpu-hot",
      "--pid",
      `${target.pid}`,
      "--in",
      "docker",
      "--param",
      "duration=2s",
      "--out",
      out,
    ];
    expect((await diag(words, { env })).exitCode).toBe(3);
    expect(readManifest(out)).toMatchObject({ site: "docker", target: { kind: "process" } });
  });

  test("the runner's events and files come home whole", async () => {
    const { out } = await hotIn("hot");
    const events = readFileSync(`${out}/events.ndjson`, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).seq);
    expect(events).toEqual(events.map((_, index) => index + 1));
    const report = await diag(["report", out, "--format", "md"]);
    expect(report.exitCode).toBe(0);
  });

  test.each([[[]], [["--least-privilege"]]])(
    "tcpdump, ss, conntrack and ip look at the target's network, %j",
    async (words) => {
      await using target = await startTarget(engine, "server");
      await sleep(1_500);
      const folder = temporaryFolder();
      const file = join(folder, "playbook.yaml");
      const step = (id: string, argv: string, parse: string) =>
        `    - { id: ${id}, run: [${argv}], in: target-netns, parse: ${parse} }`;
      writeFileSync(
        file,
        `apiVersion: diag/v1
kind: Playbook
metadata: { name: network, version: 1.0.0, title: Whose network? }
spec:
  targets: [container]
  steps:
${step("sockets", "ss, -Htln", "{ as: text }")}
${step("links", "ip, -o, link", "{ as: text }")}
${step("tracked", "conntrack, -S", "{ as: text }")}
${step("packets", 'tcpdump, -i, lo, -nn, -c, "4", tcp, port, "8099"', "{ as: text }")}
  checks:
    - { id: sockets, title: Sockets, info: 'sockets.text.contains("127.0.0.1:8099")', message: own }
    - { id: links, title: Links, info: links.lines == 1, message: "\${{ links.text }}" }
    - { id: tracked, title: Tracked, info: 'tracked.text.contains("cpu=0")', message: counted }
    - { id: packets, title: Packets, info: 'packets.text.contains("127.0.0.1.8099")', message: seen }
`,
      );
      const out = join(folder, "bundle");
      const { stderr } = await diag(["run", file, "--container", target.name, "--out", out, ...words], { env });
      expect({ stderr, outcomes: outcomes(out) }).toMatchObject({
        outcomes: { sockets: "info", links: "info", tracked: "info", packets: "info" },
      });
    },
  );

  describe("whatever happens, the tool container goes", () => {
    async function startRun(target: string, duration: string) {
      const out = `${temporaryFolder()}/bundle`;
      const run = startDiag(
        ["run", "cpu-hot", "--container", target, "--param", `duration=${duration}`, "--out", out],
        { env },
      );
      for (let wait = 0; wait < 100 && (await toolContainers()) === ""; wait++) await sleep(100);
      await sleep(2_000);
      return { run, out };
    }

    test("Ctrl-C once: what there is is fetched and rendered", async () => {
      await using target = await startTarget(engine, "hot");
      const { run, out } = await startRun(target.name, "1m");
      run.kill("SIGINT");
      const { exitCode } = await run;
      expect(exitCode).toBe(130);
      expect(readManifest(out)).toMatchObject({ state: "interrupted", site: "docker" });
      expect(outcomes(out)["hot-function"]).toBe("fail");
      expect(await toolContainers()).toBe("");
    });

    test("Ctrl-C twice: it leaves at once, and the engine removes the container", async () => {
      await using target = await startTarget(engine, "hot");
      const { run } = await startRun(target.name, "1m");
      run.kill("SIGINT");
      await sleep(30);
      run.kill("SIGINT");
      expect((await run).exitCode).toBe(130);
      for (let wait = 0; wait < 100 && (await toolContainers()) !== ""; wait++) await sleep(100);
      expect(await toolContainers()).toBe("");
    });

    test("kill -9: it ends by itself when its work and the time to fetch it are over", async () => {
      await using target = await startTarget(engine, "hot");
      const before = await docker("ps", "--all", "--quiet");
      const { run } = await startRun(target.name, "5s");
      run.kill("SIGKILL");
      await run;
      expect(await toolContainers()).not.toBe("");
      for (let wait = 0; wait < 120 && (await toolContainers()) !== ""; wait++) await sleep(1_000);
      expect(await docker("ps", "--all", "--quiet")).toBe(before);
    });

    test("a container past its deadline is removed by diag cleanup", async () => {
      const labels = [
        "--label",
        "diag.run=01234567-89ab-4def-8123-456789abcdef",
        "--label",
        "diag.playbook=old",
        "--label",
        "diag.expires=1",
      ];
      await docker("create", ...labels, "diag-targets:test", "true");
      const { stdout } = await diag(["cleanup"], { env });
      expect(stdout).toMatch(/^[0-9a-f]{12} {2}old {2}run 01234567-89ab {2}removed\n$/);
      expect(await toolContainers()).toBe("");
    });

    test("kill -9: diag cleanup can end it before", async () => {
      await using target = await startTarget(engine, "hot");
      const { run } = await startRun(target.name, "1m");
      run.kill("SIGKILL");
      await run;
      const left = await toolContainers();
      expect(left).toMatch(/^diag-[0-9a-f]{8}$/);
      expect((await diag(["cleanup"], { env })).stdout).toContain("kept: it ends by itself at its deadline");
      expect((await diag(["cleanup", "--all"], { env })).stdout).toContain("removed");
      expect(await toolContainers()).toBe("");
      expect((await diag(["cleanup"], { env })).stdout).toBe("docker has no tool container\n");
    });

    test("the target ends in the middle: what there is is told", async () => {
      await using target = await startTarget(engine, "hot");
      const { run, out } = await startRun(target.name, "1m");
      await docker("kill", target.id);
      expect((await run).exitCode).toBe(4);
      expect(readManifest(out)).toMatchObject({ state: "stopped", reason: "the target process exited" });
      expect(await toolContainers()).toBe("");
    });

    test("the runner is killed for its memory: what it wrote is fetched", async () => {
      await using target = await startTarget(engine, "hot");
      const { run, out } = await startRun(target.name, "1m");
      const tool = await toolContainers();
      await docker("exec", tool, "pkill", "-KILL", "-f", "^diag runner");
      const { exitCode } = await run;
      expect(exitCode).toBe(4);
      expect(readManifest(out).state).toBe("stopped");
      expect(readManifest(out).reason).toContain("the runner did not come to its end");
      expect(await toolContainers()).toBe("");
    });

    /** Starts a run and waits until it has told its first result. */
    async function startTelling(target: string) {
      const { run, out } = await startRun(target, "1m");
      let told = "";
      run.stderr?.on("data", (chunk: Buffer) => {
        told += String(chunk);
      });
      for (let wait = 0; wait < 100 && !told.includes("who: ok"); wait++) await sleep(100);
      return { run, out };
    }

    test("the tool container is removed by somebody: what it had told is in the report", async () => {
      await using target = await startTarget(engine, "hot");
      const { run, out } = await startTelling(target.name);
      await docker("rm", "--force", await toolContainers());
      expect((await run).exitCode).toBe(4);
      const { state, site, reason, steps } = readManifest(out);
      expect({ state, site }).toEqual({ state: "stopped", site: "docker" });
      expect(reason).toMatch(/^the tool container [0-9a-f]{12} went away$/);
      expect(steps).toContainEqual(expect.objectContaining({ id: "who", status: "ok" }));
      expect(readReport(out)).toContain("went away");
    });

    test("kill -9: what it had told is in a bundle that can be read", async () => {
      await using target = await startTarget(engine, "hot");
      const { run, out } = await startTelling(target.name);
      run.kill("SIGKILL");
      await run;
      expect((await diag(["report", out])).exitCode).toBe(0);
      const { state, steps } = readManifest(out);
      expect(state).toBe("running");
      expect(steps).toContainEqual(expect.objectContaining({ id: "who", status: "ok" }));
      await diag(["cleanup", "--all"], { env });
      expect(await toolContainers()).toBe("");
    });
  });

  describe("bad input is one clear error", () => {
    const refused = async (words: readonly string[], more: Record<string, string> = {}) => {
      const { exitCode, stderr } = await diag(["run", "cpu-hot", ...words], { env: { ...env, ...more } });
      return { exitCode, stderr };
    };

    test("no such container, with what has a name like it", async () => {
      await using target = await startTarget(engine, "idle");
      expect(await refused(["--container", "diag-target-id"])).toEqual({
        exitCode: 5,
        stderr: `error target-not-found: docker has no container diag-target-id\n  Running containers with that in their name: ${target.name}.\n`,
      });
    });

    test("a start of an id that two containers have", async () => {
      // Of 17 ids two begin alike: they are hexadecimal.
      const ids: string[] = [];
      const starts = () => ids.map((id) => id[0]);
      while (new Set(starts()).size === ids.length) ids.push(await docker("create", "diag-targets:test", "true"));
      const { exitCode, stderr } = await refused(["--container", ids.at(-1)?.[0] ?? ""]);
      await docker("rm", ...ids);
      expect(exitCode).toBe(5);
      expect(stderr).toMatch(/^error target-ambiguous: Several containers have an id that starts with [0-9a-f]\n/);
    });

    test("a container that has ended, and one that is paused", async () => {
      const name = `diag-target-ended-${process.pid}`;
      await docker("run", "--name", name, "--network", "none", "diag-targets:test", "false").catch(() => {});
      expect((await refused(["--container", name])).stderr).toMatch(
        new RegExp(`^error target-not-found: Container ${name} does not run: it is exited with 1 at 20`),
      );
      await docker("rm", name);
      await using target = await startTarget(engine, "idle");
      await docker("pause", target.id);
      expect((await refused(["--container", target.name])).stderr).toBe(
        `error target-unsupported: Container ${target.name} is paused, so that nothing of it runs\n  docker unpause ${target.name}\n`,
      );
      await docker("unpause", target.id);
    });

    test("an image that is not there", async () => {
      await using target = await startTarget(engine, "idle");
      const { exitCode, stderr } = await refused(["--container", target.name, "--image", "localhost:1/nope:1"]);
      expect(exitCode).toBe(5);
      expect(stderr).toMatch(/error image-missing: docker has no image localhost:1\/nope:1 and cannot pull it: /);
    });

    test("no engine there, no command of one, and a context that does not exist", async () => {
      expect(await refused(["--container", "web", "--docker-host", "unix:///nowhere.sock"])).toMatchObject({
        exitCode: 5,
        stderr: expect.stringMatching(/^error engine-unreachable: docker does not answer: .*nowhere\.sock/),
      });
      expect(await refused(["--container", "web"], { PATH: "/nowhere" })).toEqual({
        exitCode: 5,
        stderr:
          "error engine-missing: docker and podman not found\n  Install Docker or Podman, or run diag on the host itself with --pid.\n",
      });
      const { stderr } = await diag(["run", "cpu-hot", "--container", "web", "--context", "nope"], {
        env: { DOCKER_HOST: undefined },
      });
      expect(stderr).toMatch(/^error engine-unreachable: .*nope/);
    });

    test("a process that is not on the engine's host leaves no folder behind", async () => {
      const out = `${temporaryFolder()}/bundle`;
      const { exitCode, stderr } = await refused(["--pid", "4194304", "--in", "docker", "--out", out]);
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 5,
        stderr: expect.stringContaining("error target-not-found: No process has the pid 4194304"),
      });
      expect(() => readFileSync(out)).toThrow(/ENOENT/);
    });
  });

  test("doctor in docker tells what the toolbox can do there", async () => {
    const { exitCode, stdout } = await diag(["doctor", "--in", "docker"], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/in the image toolbox/);
    expect(stdout).toMatch(/^profile +perf +runs$/m);
    expect(stdout).toMatch(/^ +bcc +runs if the one above fails$/m);
    expect(stdout).toMatch(/^process +procfs +runs$/m);
    const { probe } = JSON.parse((await diag(["doctor", "--in", "docker", "--json"], { env })).stdout);
    expect(probe.toolbox).toBe("toolbox");
  });
});
