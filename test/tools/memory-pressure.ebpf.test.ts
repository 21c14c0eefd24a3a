import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NodeTarget } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { collectLive, probe } from "./collect-live.ts";
import { nativeProcess } from "./native-process.ts";
import { plain, variantNamed } from "./recording.ts";

/** A reader of a file that is four times as large as its cgroup's limit. cgroup v1, as on the machine of the lab. */
const folder = `/sys/fs/cgroup/memory/diag-thrash-${process.pid}`;
const file = `/var/tmp/diag-thrash-${process.pid}`;
const program = `
import os, random, time
path, end = ${JSON.stringify(file)}, time.time() + 60
with open(path, "wb") as out:
    for _ in range(64):
        out.write(bytes(1 << 20))
        out.flush()
        os.fsync(out.fileno())
handle = os.open(path, os.O_RDONLY)
print("ready", flush=True)
while time.time() < end:
    for _ in range(8):
        os.pread(handle, 1 << 14, random.randrange(64 * 64) << 14)
    time.sleep(0.005)
`;

const why =
  process.geteuid?.() !== 0
    ? "needs root"
    : !existsSync("/sys/fs/cgroup/memory/memory.limit_in_bytes")
      ? "needs the memory controller of cgroup v1"
      : variantNamed("direct-reclaim", "bpftrace")
          .requires.map((one) => unmet(one, probe, { target: "process", allowAttach: false }))
          .find((one) => one !== undefined)?.message;

describe.skipIf(why !== undefined)(
  `page cache that does not fit${why === undefined ? "" : ` (skipped: ${why})`}`,
  () => {
    let reader: ChildProcess;
    let target: NodeTarget;
    beforeAll(async () => {
      mkdirSync(folder);
      writeFileSync(`${folder}/memory.limit_in_bytes`, "16M");
      reader = spawn("sh", ["-c", `echo $$ >${folder}/cgroup.procs; exec python3 -c "$0"`, program]);
      await new Promise((resolve) => reader.stdout?.once("data", resolve));
      target = { kind: "process", processes: [nativeProcess(reader.pid ?? 0)], cgroups: { memory: folder } };
    }, 30_000);
    afterAll(async () => {
      reader.kill("SIGKILL");
      await new Promise((resolve) => reader.once("exit", resolve));
      rmSync(file, { force: true });
      for (let tries = 0; existsSync(folder) && tries < 50; tries++) {
        try {
          rmdirSync(folder);
        } catch {
          await sleep(100);
        }
      }
    });

    it("is told by refaults, by reads that miss, and by who takes memory back", { timeout: 60_000 }, async () => {
      const run = (tool: string, variant: string) =>
        collectLive(variantNamed(tool, variant), { duration: 3_000 }, target).then(({ facts }) => plain(facts));
      const [cgroup, faults, waits] = await Promise.all([
        run("cgroup-reclaim", "cgroupfs"),
        run("page-faults", "procfs"),
        run("direct-reclaim", "bpftrace"),
      ]);
      expect(cgroup).toMatchObject({ ofTarget: true, hitLimit: 16 * 1024 ** 2, hitAbove: false, refaultingShare: 100 });
      expect(cgroup["refaultsFile"]).toBeGreaterThan(1024 ** 2);
      expect(faults).toMatchObject({ faultingName: "python3", faultingPid: reader.pid });
      expect(faults["missShare"]).toBeGreaterThan(30);
      expect(waits).toMatchObject({ worstName: "python3", worstPid: reader.pid, waitedForNode: 0 });
      expect(waits["stalls"]).toBeGreaterThan(10);
    });
  },
);
