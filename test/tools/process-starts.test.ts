import { describe, expect, it } from "vitest";
import { startsScript } from "../../src/tools/process-starts/starts-script.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as unknown[][];

const parse = (variant: string, stdout: string) =>
  variantNamed("process-starts", variant).parse(
    { stdout: Buffer.from(stdout), stderr: "", partial: false },
    contextOf(),
  );

describe("a shell that starts three small programs in a loop", () => {
  it("is named with all that it started, and what each took", () => {
    const facts = plain(parseRecording("process-starts/bpftrace-spawns").facts);
    const [origin = []] = rowsOf(facts, "origins");
    expect(origin.slice(0, 3)).toEqual(["sh", 568, "shell"]);
    expect(origin.slice(7)).toEqual(["date", 15.75, "sh", "date +%s"]);
    expect(rowsOf(facts, "programs").map(([program, parent, , ended]) => [program, parent, ended])).toEqual([
      ["date", "sh", 37],
      ["sleep", "sh", 37],
      ["sh", "sh", 37],
    ]);
    expect(facts).toMatchObject({ starts: 111, perSecond: 47.26, cpu: 6.64, brief: 6.64 });
  });

  it("is seen to start one that is not there", () => {
    const facts = plain(parseRecording("process-starts/bpftrace-spawns").facts);
    const broken = rowsOf(facts, "programs").map(([program, , , , , , , , broken]) => [program, broken]);
    expect(broken).toEqual([
      ["date", 0],
      ["sleep", 0],
      ["sh", 100],
    ]);
  });

  it("is one of those that start something on the host", () => {
    const facts = plain(parseRecording("process-starts/bpftrace-spawns-host").facts);
    expect(rowsOf(facts, "origins").map(([name, , kind]) => [name, kind])).toEqual([
      ["sh", "shell"],
      ["bash", "shell"],
    ]);
  });

  it("by looking is seen in part, and neither rates nor who starts what are told; what was not seen is in the sums", () => {
    const { facts, notes } = parseRecording("process-starts/procfs-spawns");
    const told = plain(facts);
    expect(told).not.toHaveProperty("perSecond");
    expect(told).not.toHaveProperty("origins");
    expect(told).not.toHaveProperty("programs");
    expect(rowsOf(told, "seen").map(([program, parent]) => [program, parent])).toContainEqual(["sleep", "sh"]);
    expect(told["brief"]).toBeGreaterThan(3);
    expect(Number(told["starts"])).toBeLessThan(100);
    expect(notes.join()).toMatch(
      /^Children were looked at \d+ times in 2 s: \d+ of them were seen, and \d+ tasks began on the whole machine\./,
    );
  });
});

it.each(["bpftrace", "procfs"])("a process that starts nothing is known to (%s)", (variant) => {
  const facts = plain(parseRecording(`process-starts/${variant}-idle`).facts);
  expect(facts).toMatchObject({ starts: 0, cpu: 0, brief: 0 });
});

describe("what bpftrace prints", () => {
  const traced = (...lines: readonly string[]) =>
    plain(parse("bpftrace", `watching, runner 9\n${lines.join("\n")}\nwatched 2000000000\n`).facts);

  it("without its end is no answer", () => {
    expect(parse("bpftrace", "watching, runner 9\n@starts[7, 0]: 3\n").facts).toEqual({});
  });

  it("is read though names hold commas, and arguments what is not printed", () => {
    const facts = traced(
      "exec a, b\tc, d\tc\\x00-x\\x0ay\\x00",
      "@starts[7, 0]: 3",
      "@name[7]: a, b",
      "@ended[7, a, b, c, d, 1]: 3",
      "@cpu[7, a, b, c, d, 1]: 6000",
      "@life[7, a, b, c, d, 1]: 9000",
    );
    expect(rowsOf(facts, "programs")[0]?.slice(3)).toEqual([3, 1.5, 3000, 2000, 0.3, 0, false, ""]);
    expect(rowsOf(facts, "origins")[0]?.slice(0, 7)).toEqual(["a, b", 7, "program", 1.5, 50, 0.3, 2000]);
  });

  it("of what came into the container from outside has who brought most, and no pid", () => {
    const facts = traced(
      "exec runc\tsh\tsh\\x00-c\\x00true\\x00",
      "@starts[4294967295, 0]: 1",
      "@starts[4294967295, 1]: 1",
      "@ended[4294967295, runc, sh, 1]: 2",
      "@cpu[4294967295, runc, sh, 1]: 40000",
    );
    expect(rowsOf(facts, "origins")).toEqual([
      ["runc", 0, "outside", 1, 100, 2, 20_000, "sh", 1, "runc", "sh -c true"],
    ]);
    expect(facts["overTime"]).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it("of what diag's own runner starts counts for nobody", () => {
    const facts = traced(
      "@starts[9, 0]: 5",
      "@name[9]: node",
      "@ended[9, node, ps, 1]: 5",
      "@cpu[9, node, ps, 1]: 5000",
      "@brief[9]: 5000",
    );
    expect(facts).toMatchObject({ starts: 0, cpu: 0, brief: 0, programs: [], origins: [] });
  });

  it("tells a worker that is forked from a program that is called", () => {
    const facts = traced("@starts[7, 0]: 1", "@name[7]: sh", "@ended[7, sh, sh, 0]: 1", "@cpu[7, sh, sh, 0]: 900");
    expect(rowsOf(facts, "programs")[0]?.slice(-2)).toEqual([true, ""]);
  });
});

describe("the script", () => {
  it("follows the target's processes, and what comes into its cgroup from outside", () => {
    const script = startsScript({ seconds: 3, pids: [7, 8], cgroup: "docker-0123456789abcdef.scope" });
    expect(script).toContain("/(pid == 7 || pid == 8 || @root[pid] != 0) && ");
    expect(script).toContain('"docker-0123456789abcdef.scope", 29) == 0');
    expect(script).toContain("interval:s:3 { exit(); }");
  });

  it("splices in no name of a cgroup that could be code", () => {
    expect(startsScript({ seconds: 3, pids: [7], cgroup: 'a"); system("reboot' })).not.toContain("reboot");
  });

  it("follows all of the host", () => {
    expect(startsScript({ seconds: 3, pids: [] })).toContain("/(args->clone_flags & 0x10000) == 0/");
  });
});
