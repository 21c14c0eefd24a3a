import { describe, expect, it } from "vitest";
import { BucketSums } from "../../src/tools/start-timeline/bucket-sums.ts";
import { questionName } from "../../src/tools/start-timeline/question-name.ts";
import { startScript } from "../../src/tools/start-timeline/start-script.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const rowsOf = (facts: Record<string, unknown>, name: string) => facts[name] as unknown[][];

const parse = (lines: readonly string[], variant = "bpftrace") =>
  variantNamed("start-timeline", variant).parse(
    { stdout: Buffer.from(`${lines.join("\n")}\n`), stderr: "", partial: false },
    contextOf(),
  );

const traced = (...lines: readonly string[]) =>
  plain(parse(["watching, runner 9", "began 5000000000", ...lines, "watched 10000000000"]).facts);

const s = (seconds: number) => Math.round(seconds * 1e9);

const shop = [`fork 20 20 ${s(1)} sh`, `exec 20 20 ${s(1)} python3\tpython3\\x00shop.py\\x00`];

describe("a server that tries a peer, reads files, runs a program, and listens", () => {
  it("is told with what it waited for", () => {
    const facts = plain(parseRecording("start-timeline/bpftrace-restarts").facts);
    expect(facts).toMatchObject({ seen: true, program: "python3", command: "/usr/bin/python3 serve.py" });
    expect(rowsOf(facts, "peers").map((row) => row.slice(0, 4))).toEqual([["127.0.0.1:9", 3, 3, false]]);
    expect(rowsOf(facts, "processes").map(([program]) => program)).toEqual(["python3", "sleep"]);
    expect(rowsOf(facts, "starts").map(([program]) => program)).toContain("sleep");
  });

  it("has parts that add up to the whole", () => {
    const facts = plain(parseRecording("start-timeline/bpftrace-restarts").facts) as Record<string, number>;
    const sum = ["cpu", "queue", "disk", "dns", "connect", "sleep", "other"].reduce(
      (all, way) => all + (facts[way] ?? 0),
      0,
    );
    expect(sum).toBeCloseTo(facts["lasted"] ?? 0, 1);
    expect(facts["lasted"]).toBe(facts["ready"]);
  });

  it("by looking is told with when it listened, and without what it waited for", () => {
    const { facts, notes } = parseRecording("start-timeline/procfs-restarts");
    const told = plain(facts);
    expect(told).toMatchObject({ seen: true, program: "python3" });
    for (const name of ["queue", "peers", "failures"]) expect(told).not.toHaveProperty(name);
    expect(notes).toEqual([
      "Processes were looked at ten times a second: what began and ended in between was not seen.",
    ]);
  });
});

it.each(["bpftrace", "procfs"])("of a process that starts nothing, no start is told (%s)", (variant) => {
  const facts = plain(parseRecording(`start-timeline/${variant}-idle`).facts);
  expect(facts).toMatchObject({ seen: false, starts: [] });
  expect(facts).not.toHaveProperty("ready");
});

describe("which start is told of", () => {
  it("is that which took longest to listen", () => {
    const facts = traced(
      `fork 11 11 ${s(0.1)} nginx`,
      `listen 11 ${s(0.2)} 80`,
      `fork 10 10 ${s(0.5)} tail`,
      ...shop,
      `listen 20 ${s(4)} 8080`,
      "@spent[10, 10]: 900000000",
    );
    expect(facts).toMatchObject({ program: "python3", command: "python3 shop.py", at: 1, ready: 3, port: 8080 });
  });

  it("without one is that which used most CPU time, not the pause of who starts it", () => {
    const facts = traced(
      ...shop,
      `exit 20 20 ${s(3)} 256`,
      `fork 21 21 ${s(3)} sleep`,
      "@spent[20, 20]: 5000000",
      "@spent[21, 21]: 700000",
    );
    expect(facts).toMatchObject({ program: "python3", lasted: 2 });
    expect(facts).not.toHaveProperty("ready");
  });

  it("may have begun before the window, if it listens in it and is young", () => {
    expect(traced(`old 7 ${s(2)} java`, `listen 7 ${s(3)} 80`)).toMatchObject({
      seen: true,
      before: 2,
      ready: 5,
      lasted: 3,
    });
    expect(traced(`old 7 ${s(4000)} java`, `listen 7 ${s(3)} 80`)).toMatchObject({ seen: false });
  });

  it("without the end of the output is no answer", () => {
    expect(parse(["watching, runner 9", ...shop]).facts).toEqual({});
  });
});

describe("a tenth of a second", () => {
  it("goes to the CPU before anything that another thread waits for", () => {
    const facts = traced(...shop, `listen 20 ${s(2)} 80`, "@cpu[20, 12]: 80000000", `wait 20 20 230 0 ${s(1)} ${s(2)}`);
    expect(facts).toMatchObject({ cpu: 0.08, sleep: 0.92, other: 0 });
  });

  it("in which a limit holds it back is waiting for a CPU", () => {
    const facts = traced(...shop, `listen 20 ${s(2)} 80`, `queue 20 ${s(1.02)} ${s(1.1)}`, "@queue[20, 13]: 5000000");
    expect(facts).toMatchObject({ queue: 0.09, other: 0.91 });
  });
});

describe("a peer that is not there yet", () => {
  const tries = [
    ...[1, 2, 4].flatMap((at) => [`dial 20 ${s(at)} ff${at} 5432 ::ffff:10.0.0.7`, `dialled ${s(at)} ff${at} 7`]),
    `wait 20 20 230 0 ${s(1)} ${s(2)}`,
  ];

  it("costs the pauses between the tries as well", () => {
    const facts = traced(
      ...shop,
      ...tries,
      `dial 20 ${s(6)} ff9 5432 ::ffff:10.0.0.8`,
      `dialled ${s(6.5)} ff9 1`,
      `listen 20 ${s(7)} 80`,
    );
    expect(rowsOf(facts, "peers")[0]).toEqual(["10.0.0.7:5432", 3, 3, true, 5.5, 0]);
    expect(facts).toMatchObject({ connect: 5.5, sleep: 0, other: 0.5 });
    expect(rowsOf(facts, "phases")).toEqual([
      [0, 5.5, "connect", "10.0.0.7:5432"],
      [5.5, 0.5, "other", ""],
    ]);
  });

  it("costs to the last try where it never answers", () => {
    const facts = traced(...shop, ...tries);
    expect(rowsOf(facts, "peers")[0]).toEqual(["10.0.0.7:5432", 3, 3, false, 3, 0]);
  });

  it("costs nothing where it is tried once and not waited for", () => {
    const facts = traced(...shop, `dial 20 ${s(1.5)} ff1 4317 ::1`, `dialled ${s(1.5)} ff1 7`, `listen 20 ${s(2)} 80`);
    expect(rowsOf(facts, "peers")[0]).toEqual(["[::1]:4317", 1, 1, false, 0, 0]);
  });
});

describe("a lookup", () => {
  const question = "\\x02db\\x05local\\x00\\x00\\x01";

  it("takes until its last answer", () => {
    const facts = traced(
      ...shop,
      `ask 20 20 5 ${s(1)} 2 ${question}`,
      `answer 20 20 5 ${s(1.1)} 0`,
      `answer 20 20 5 ${s(1.2)} 0`,
      `hush 20 20 5 ${s(3)}`,
      `listen 20 ${s(4)} 80`,
    );
    expect(rowsOf(facts, "names")).toEqual([["db.local", 1, 0, true, 0.2, 0.2]]);
  });

  it("without an answer takes until it is given up", () => {
    const facts = traced(...shop, `ask 20 20 5 ${s(1)} 1 ${question}`, `hush 20 20 5 ${s(6)}`, `listen 20 ${s(7)} 80`);
    expect(rowsOf(facts, "names")).toEqual([["db.local", 1, 1, false, 5, 5]]);
    expect(facts).toMatchObject({ dns: 5, other: 1 });
  });

  it("of a name that is not there is in vain", () => {
    const facts = traced(
      ...shop,
      `ask 20 20 5 ${s(1)} 1 ${question}`,
      `answer 20 20 5 ${s(1.1)} 3`,
      `hush 20 20 5 ${s(1.1)}`,
      `listen 20 ${s(7)} 80`,
    );
    expect(rowsOf(facts, "names")).toEqual([["db.local", 1, 1, false, 0.1, 0.1]]);
  });

  it("has a name that any bytes may be read as", () => {
    expect(questionName("\\x03www\\x07example\\x00")).toBe("www.example");
    expect(questionName("\\xff")).toBe("");
    expect(questionName("")).toBe("");
  });
});

describe("starts that fail", () => {
  const crash = (pid: number, at: number, status: number, lasts = 1) => [
    `fork ${pid} ${pid} ${s(at)} sh`,
    `exec ${pid} ${pid} ${s(at)} ruby\truby\\x00worker.rb\\x00`,
    `exit ${pid} ${pid} ${s(at + lasts)} ${status}`,
  ];

  it("are counted by what was started, with how they ended", () => {
    const facts = traced(...crash(20, 1, 256), ...crash(21, 3, 256), ...crash(22, 5, 9));
    expect(facts).toMatchObject({ failures: 3, failing: "ruby worker.rb" });
    expect(rowsOf(facts, "starts").map((row) => row[4])).toEqual(["exit 1", "exit 1", "signal 9"]);
  });

  it("are none where they end well, or at once as a test in a shell does", () => {
    expect(traced(...crash(20, 1, 0), ...crash(21, 3, 256, 0.01))).toMatchObject({ failures: 0 });
  });
});

it("what diag's own runner starts counts for nobody", () => {
  expect(traced(`fork 9 9 ${s(1)} node`, `listen 9 ${s(2)} 80`)).toMatchObject({ seen: false });
});

it("lines that were lost are told", () => {
  const { notes } = parse(["watching, runner 9", ...shop, "Lost 12 events", "watched 10000000000"]);
  expect(notes).toEqual(["bpftrace lost 12 of its lines: files, waits or connections are missing."]);
});

describe("sums by bucket", () => {
  it("of a stretch are its part of each", () => {
    const sums = new BucketSums(5, 1);
    sums.addStretch(0.5, 3.25);
    sums.addStretch(-4, 0.25);
    sums.addStretch(4.5, 99);
    expect(sums.values()).toEqual([0.75, 1, 1, 0.25, 0.5]);
  });
});

describe("the script", () => {
  it("follows what comes into the container's cgroup from outside, and into its pod's", () => {
    const script = startScript({
      seconds: 3,
      pids: [7],
      cgroup: "cri-containerd-0123456789abcdef.scope",
      pod: "pod01234567-89ab-cdef-0123-456789abcdef",
    });
    expect(script).toContain('css.cgroup->kn->name), "cri-containerd-0123456789abcdef.scope", 37) == 0');
    expect(script).toContain('css.parent->cgroup->kn->name), "pod01234567-89ab-cdef-0123-456789abcdef", 39) == 0');
    expect(script).toContain("interval:s:3 { exit(); }");
  });

  it("splices in no name of a cgroup that could be code", () => {
    expect(startScript({ seconds: 3, pids: [7], cgroup: 'a"); system("reboot' })).not.toContain("reboot");
  });
});
