import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { programWords } from "../../src/runner/own-program.ts";
import { memleak } from "../../src/tools/memleak/memleak.ts";
import type { NodeTarget, Variant } from "../../src/tools/tool.ts";
import { unmet } from "../../src/tools/unmet.ts";
import { collectLive, probe } from "./collect-live.ts";
import { nativeProcess } from "./native-process.ts";
import { contextOf, plain } from "./recording.ts";
import { buildWorkloads, startWorkload, type Workload, type WorkloadName } from "./workloads.ts";

const args = { duration: 3_000, minimumAge: 500, maximumSlowdown: 25 };
const names = ["leak", "no-leak", "storm"] as const satisfies readonly WorkloadName[];

beforeAll(() => buildWorkloads(names));

function targetOf(...workloads: readonly Workload[]): NodeTarget {
  const [first, ...others] = workloads.map(({ pid }) => nativeProcess(pid));
  return { kind: "process", processes: first === undefined ? [] : [first, ...others], cgroups: {} };
}

function lacking({ requires }: Variant): string | undefined {
  return requires
    .map((one) => unmet(one, probe, { target: "process", runtimes: ["native"], allowAttach: false }))
    .find((one) => one !== undefined)?.message;
}

describe.each(memleak.variants.map((variant) => ({ variant })))("memleak/$variant.name on this node", ({ variant }) => {
  const why = lacking(variant);
  const skipped = why === undefined ? "" : ` (skipped: ${why})`;

  it.skipIf(why !== undefined)(
    `names the leak, or says that it is too old${skipped}`,
    { timeout: 60_000 },
    async () => {
      await using leak = await startWorkload("leak");
      const { facts, problem } = await collectLive(variant, args, targetOf(leak));
      // Debian 12's bpftrace would stop every process of the node: it must not be used.
      if (problem !== undefined) {
        expect(variant.name).toBe("bpftrace");
        expect(problem.message).toMatch(/^bpftrace 0\.(?:1?\d|20) would stop every process of the node at malloc$/);
        return;
      }
      expect(plain(facts)).toMatchObject({ topPath: "cache_insert ← handle_request ← main", sampledOneIn: 1 });
      const { topShare, allocationRate } = plain(facts);
      expect(topShare).toBeGreaterThan(95);
      expect(allocationRate).toBeGreaterThan(30);
      expect(allocationRate).toBeLessThan(1_000);
    },
  );
});

const bcc = memleak.variants.find(({ name }) => name === "bcc") as Variant;
const why = lacking(bcc);
describe.skipIf(why !== undefined)(`memleak by BCC${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  it("finds nothing in a healthy program", { timeout: 60_000 }, async () => {
    await using healthy = await startWorkload("no-leak");
    const { facts } = await collectLive(bcc, args, targetOf(healthy));
    expect(plain(facts)).toMatchObject({ outstandingBytes: 0 });
  });

  it("refuses a storm of allocations within seconds, and has not touched it", { timeout: 60_000 }, async () => {
    await using storm = await startWorkload("storm");
    const { problem, isFinal, raw } = await collectLive(bcc, args, targetOf(storm));
    expect(problem?.code).toBe("over-budget");
    expect(isFinal).toBe(true);
    expect(Buffer.from(raw.stdout).toString()).not.toContain("Attaching");
  });

  it("traces it all the same where the user allows what it costs", { timeout: 60_000 }, async () => {
    await using storm = await startWorkload("storm");
    const { facts, notes } = await collectLive(bcc, { ...args, maximumSlowdown: 10_000 }, targetOf(storm));
    expect(plain(facts)).toMatchObject({ sampledOneIn: 1 });
    expect(notes.join(" ")).toMatch(/tracing took about [\d,]+\u202f% of one core from it/);
  });

  it("traces the heaviest of several processes", { timeout: 60_000 }, async () => {
    await using healthy = await startWorkload("no-leak");
    await using leak = await startWorkload("leak");
    const { facts, notes } = await collectLive(bcc, args, targetOf(healthy, leak));
    expect(plain(facts)).toMatchObject({ topFunction: "cache_insert" });
    expect(notes[0]).toMatch(/^Of 2 processes it traced leak \(\d+\), which holds most memory of its own\.$/);
  });

  it("keeps its last interval when it is interrupted", { timeout: 60_000 }, async () => {
    await using leak = await startWorkload("leak");
    const node = { target: targetOf(leak), artifact: (name: string) => name };
    const collection = bcc.collect({ ...args, duration: 60_000 }, node);
    if (collection.kind !== "commands") throw new Error("it reads files");
    const [{ binary, argv }] = collection.commands;
    const [path, ...own] = programWords(binary, probe);
    const child = spawn(path, [...own, ...argv], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    // A second of counting, some seconds to compile, and an interval of ten.
    await sleep(25_000);
    process.kill(-(child.pid ?? 0), "SIGINT");
    await once(child, "close");
    const parsed = bcc.parse({ stdout: Buffer.concat(pieces), stderr: "", partial: true }, contextOf());
    expect(plain(parsed.facts)).toMatchObject({ topFunction: "cache_insert" });
    expect(parsed.notes).toContain(
      "Tracing was cut short: what is outstanding may include what would have been freed soon after.",
    );
  });
});
