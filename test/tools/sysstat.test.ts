import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

describe("mpstat", () => {
  it("tells where the time of each CPU goes", () => {
    expect(plain(parseRecording("mpstat/sysstat-hot-host").facts)).toEqual({
      busy: 100,
      user: 94.49,
      system: 5.52,
      iowait: 0,
      irq: 0,
      softirq: 0,
      steal: 0,
      idle: 0,
      cpus: 2,
      busyCpus: 2,
      busiestCpu: 0,
      busiestBusy: 100,
      busyOverTime: [
        [1, 100],
        [2, 100],
      ],
      userOverTime: [
        [1, 94.47],
        [2, 94.5],
      ],
      systemOverTime: [
        [1, 5.53],
        [2, 5.5],
      ],
      interruptsOverTime: [
        [1, 0],
        [2, 0],
      ],
      iowaitOverTime: [
        [1, 0],
        [2, 0],
      ],
      stealOverTime: [
        [1, 0],
        [2, 0],
      ],
      perCpu: [
        [0, 100, 100, 0, 0, 0, 0, 0, 0],
        [1, 100, 88.95, 11.06, 0, 0, 0, 0, 0],
      ],
    });
  });

  it("keeps the seconds of an output that was cut off", () => {
    const text =
      '{"sysstat": {"hosts": [{"statistics": [{"cpu-load": [{"cpu": "all", "usr": 10.0, "sys": 5.0, "iowait": 20.0, "steal": 15.0, "idle": 50.0},\n{"cpu": "0", "us';
    const parsed = variantNamed("mpstat", "sysstat").parse(
      { stdout: Buffer.from(text), stderr: "", partial: true },
      contextOf(),
    );
    expect(plain(parsed.facts)).toMatchObject({
      busy: 15,
      user: 10,
      iowait: 20,
      steal: 15,
      idle: 50,
      cpus: 0,
      busyOverTime: [[1, 15]],
    });
    expect(parsed.notes).toEqual(["Cut short after 1 s."]);
  });
});

describe("pidstat", () => {
  it("tells what a process used and what it waited for", () => {
    expect(plain(parseRecording("pidstat/sysstat-hot-2").facts)).toEqual({
      cpu: 36,
      user: 36,
      system: 0,
      waiting: 65,
      voluntary: 0,
      involuntary: 154,
      minorFaults: 0,
      majorFaults: 0,
      resident: 1_142_784,
      topCommand: "hot",
      topPid: 18796,
      topCpu: 36,
      cpuOverTime: [
        [1, 39],
        [2, 33],
      ],
      processes: [[18796, "hot", 36, 36, 0, 65, 0, 154, 1_142_784]],
    });
  });

  it("lists the host's processes without itself", () => {
    const { facts } = parseRecording("pidstat/sysstat-hot-2-host");
    const processes = plain(facts)["processes"] as unknown[][];
    expect(processes.map(([, command]) => command)).not.toContain("pidstat");
    expect(processes.filter(([, command]) => command === "hot")).toHaveLength(3);
    expect(processes.map(([, , cpu]) => cpu)).toEqual(
      processes.map(([, , cpu]) => cpu).toSorted((a, b) => Number(b) - Number(a)),
    );
  });

  it("tells of an idle process that it did nothing", () => {
    expect(plain(parseRecording("pidstat/sysstat-idle").facts)).toMatchObject({
      cpu: 0,
      waiting: 0,
      involuntary: 0,
      topCommand: "sleep",
    });
  });

  it("reads a command with blanks, whatever the columns", () => {
    const text = "# Time UID PID %CPU Command\n10:00:00 0 7 12.50 tmux: server (1)\n\n# Time UID PID %CPU Command\n";
    const { facts } = variantNamed("pidstat", "sysstat").parse(
      { stdout: Buffer.from(text), stderr: "", partial: false },
      contextOf(),
    );
    expect(plain(facts)).toMatchObject({ topCommand: "tmux: server (1)", topPid: 7 });
  });
});
