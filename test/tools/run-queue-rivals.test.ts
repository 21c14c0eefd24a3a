import { describe, expect, it } from "vitest";
import { rivalsScript } from "../../src/tools/run-queue-rivals/rivals-script.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (variant: string, stdout: string, pids: readonly number[] = [100]) =>
  plain(
    variantNamed("run-queue-rivals", variant).parse(
      { stdout: Buffer.from(stdout), stderr: "", partial: false },
      contextOf({ pids }),
    ).facts,
  );

describe("three busy programs on two CPUs", () => {
  it.each(["bpftrace", "bpftrace-plain", "libbpf"])("wait for one another (%s)", (variant) => {
    const facts = plain(parseRecording(`run-queue-rivals/${variant}-hot-2`).facts);
    // What recorded it had started the other two as well: they count as diag's own where that can be told.
    const share = variant === "bpftrace" ? facts["diagShare"] : facts["othersShare"];
    expect(share).toBeGreaterThan(30);
    expect(facts["waited"]).toBeGreaterThan(20);
    expect(Number(facts["othersShare"]) + Number(facts["diagShare"])).toBeGreaterThan(90);
  });

  it("make the host's threads wait", () => {
    const facts = plain(parseRecording("run-queue-rivals/bpftrace-hot-2-host").facts);
    expect(facts["waited"]).toBeGreaterThan(100);
    expect(facts["ownShare"]).toBe(0);
  });
});

it.each(["bpftrace", "bpftrace-plain", "libbpf"])("an idle process waited for no one (%s)", (variant) => {
  expect(plain(parseRecording(`run-queue-rivals/${variant}-idle`).facts)).toMatchObject({ waited: 0, rivals: [] });
});

describe("blame by bpftrace", () => {
  const id = "5d1f0e7c9a3b4826aa10f3c2d4e5b6978877665544332211ffeeddccbbaa0099";
  const blame = {
    [`7,a, b,${id.slice(0, 63)},0`]: 600e6,
    "8,x,cri-containerd-0123456789ab0123456789ab0123456789ab0123456789a,0": 100e6,
    "9,perf,,1": 100e6,
    "0,swapper/1,,0": 100e6,
    "100,app,init.scope,0": 100e6,
  };
  const facts = parse(
    "bpftrace",
    `{"type": "attached_probes", "data": {"probes": 8}}\n${JSON.stringify({ type: "map", data: { "@blame": blame } })}\n`,
  );

  it("is shared out among others, the target's own threads, idle CPUs and diag", () => {
    expect(facts).toMatchObject({ waited: 50, othersShare: 70, ownShare: 10, idleShare: 10, diagShare: 10 });
  });

  it("names process and container, whatever the name holds, and though the id is cut", () => {
    expect(facts).toMatchObject({
      topCommand: "a, b",
      topPid: 7,
      topShare: 60,
      topCgroup: "5d1f0e7c9a3b",
      topContainer: "5d1f0e7c9a3b",
    });
    expect((facts["rivals"] as unknown[][]).map(([command, , cgroup]) => [command, cgroup])).toEqual([
      ["a, b", "5d1f0e7c9a3b"],
      ["x", "0123456789ab"],
      ["swapper", ""],
      ["app", "init.scope"],
    ]);
  });

  it("of what a container has started since is the container's own", () => {
    const cgroup = id.slice(0, 63);
    const data = {
      "@blame": { [`100,sh,${cgroup},0`]: 100e6, [`4711,date,${cgroup},0`]: 300e6, "9,x,init.scope,0": 100e6 },
    };
    expect(parse("bpftrace", `${JSON.stringify({ type: "map", data })}\n`)).toMatchObject({
      ownShare: 80,
      othersShare: 20,
      topCommand: "x",
    });
  });

  it("that never began is no answer", () => {
    expect(parse("bpftrace", "")).toEqual({});
    expect(parse("bpftrace", '{"type": "attached_probes", "data": {"probes": 8}}\n')).toMatchObject({ waited: 0 });
  });
});

it("runqslower's lines are read though names hold blanks", () => {
  const lines = [
    "Tracing run queue latency higher than 1000 us",
    "TIME     COMM             TID           LAT(us) PREV COMM        PREV TID",
    "21:33:57 my app           100              3000 kworker/0:1 x    4711  ",
    "21:33:57 my app           101              1000 my app           100   ",
    "21:33:58 my app           101              1000 swapper/0        0     ",
  ];
  expect(parse("libbpf", `${lines.join("\n")}\n`)).toMatchObject({
    waited: 0.25,
    othersShare: 60,
    ownShare: 20,
    idleShare: 20,
    topCommand: "kworker/0:1 x",
    topPid: 4711,
  });
});

it("the script splices in numbers only, and knows diag's own where it can read the kernel's structures", () => {
  const script = rivalsScript({ seconds: 3, pids: [7, 8], btf: true });
  expect(script).toContain("if (pid == 7 || pid == 8) {");
  expect(script).toContain("interval:s:3 { exit(); }");
  expect(rivalsScript({ seconds: 3, pids: [], btf: false })).not.toContain("task_struct");
});
