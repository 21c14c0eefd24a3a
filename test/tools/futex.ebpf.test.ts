import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { futexDeclarations } from "../../src/tools/futex/futex-facts.ts";
import type { NodeTarget } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { collectLive, probe } from "./collect-live.ts";
import { nativeProcess } from "./native-process.ts";
import { plain, variantNamed } from "./recording.ts";

const why =
  process.geteuid?.() !== 0
    ? "needs root"
    : variantNamed("futex", "bpftrace")
        .requires.map((one) => unmet(one, probe, { target: "process", allowAttach: false }))
        .find((one) => one !== undefined)?.message;

describe.skipIf(why !== undefined)(
  `eight threads and one mutex${why === undefined ? "" : ` (skipped: ${why})`}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), "diag-futex-"));
    let program: ChildProcess;
    let target: NodeTarget;
    beforeAll(async () => {
      const source = join(import.meta.dirname, "../faults/one-mutex/cache.cc");
      const options = ["-g", "-O1", "-fno-omit-frame-pointer", "-pthread", "-o", "cache"];
      execFileSync("g++", [...options, source], { cwd: folder });
      program = spawn(join(folder, "cache"), { stdio: ["ignore", "pipe", "ignore"] });
      await new Promise((resolve) => program.stdout?.once("data", resolve));
      target = { kind: "process", processes: [nativeProcess(program.pid ?? 0)], cgroups: {} };
    }, 60_000);
    afterAll(() => {
      program.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    });

    it("are traced: who waits, where, and who has it", { timeout: 60_000 }, async () => {
      const { facts } = await collectLive(variantNamed("futex", "bpftrace"), { duration: 2_000 }, target);
      const { locks, waiting } = plain(facts);
      expect(waiting).toBeGreaterThan(100);
      const [lock = []] = locks as unknown[][];
      const inColumn = (column: string) => lock[Object.keys(futexDeclarations.locks.columns).indexOf(column)];
      expect(inColumn("site")).toContain("Cache::lookup");
      expect(inColumn("kind")).toBe("mutex");
      expect(inColumn("holder")).toBe("cache");
      // A lock that is given up at that very moment has no owner.
      expect(inColumn("owned")).toBeGreaterThan(90);
    });

    it("are looked at: which lock, and how many wait", { timeout: 60_000 }, async () => {
      const { facts } = await collectLive(variantNamed("futex", "procfs"), { duration: 2_000 }, target);
      const { locks, waiting, interpreter } = plain(facts);
      expect(waiting).toBeGreaterThan(100);
      expect(interpreter).toBe(0);
      expect(locks).toHaveLength(1);
    });
  },
);
