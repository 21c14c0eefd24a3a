import { describe, expect, it } from "vitest";
import { fileScript } from "../../src/tools/file-io/file-script.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const columns = (facts: ReturnType<typeof parseRecording>["facts"], table: string) => {
  const fact = facts[table];
  if (fact?.kind !== "table") throw new Error(`no table ${table}`);
  return fact.rows.map((row) => Object.fromEntries(fact.columns.map(({ name }, index) => [name, row[index]])));
};

const traced = (lines: readonly string[]) =>
  variantNamed("file-io", "bpftrace").parse(
    { stdout: Buffer.from(lines.join("\n")), stderr: "", partial: false },
    contextOf(),
  );

/** A file of `device 1`, named by its inode. */
const known = (inode: number, name: string, type = "ext4") => [
  `@pid[1, ${inode}]: 41`,
  `@process[1, ${inode}]: web, main`,
  `@file[1, ${inode}]: ${name}`,
  `@folder[1, ${inode}]: data`,
  `@type[1, ${inode}]: ${type}`,
];

describe("file-io by tracing", () => {
  it("tells a record that waits, a table in pieces, settings read anew and a file that is not there", () => {
    const { facts, notes } = parseRecording("file-io/bpftrace-files");
    expect(plain(facts)).toMatchObject({
      ...{ watched: 2, reads: 5958.97, syncs: 29.5, opens: 29.5, hits: 100, fetched: 0 },
      failures: [["settings.local", "ENOENT", 29.5, 0.01]],
    });
    const files = columns(facts, "files");
    expect(files.map(({ file, process, fileSystem }) => [file, process, fileSystem])).toEqual([
      ["diag-workloads/records", "files", "ext4"],
      ["diag-workloads/table", "files", "ext4"],
      ["diag-workloads/settings", "files", "ext4"],
    ]);
    expect(files[0]).toMatchObject({ writeSize: 120, syncSize: 120, syncCall: "O_SYNC", reads: 0 });
    expect(files[1]).toMatchObject({ readSize: 64, sequential: 100, size: 65_536, opens: 0, syncCall: "" });
    expect(files[2]).toMatchObject({ readSize: 4096, sequential: 100, size: 8192 });
    expect(files[2]?.["passes"]).toBe(files[2]?.["opens"]);
    expect(notes).toEqual([]);
  });

  it("of who does nothing with files tells nothing", () => {
    const { facts } = parseRecording("file-io/bpftrace-idle");
    expect(plain(facts)).toMatchObject({ reads: 0, writes: 0, waited: 0, files: [], failures: [] });
    expect(facts).not.toHaveProperty("hits");
  });

  it("tells calls, sizes and times by file, and what storage was asked for", () => {
    const { facts, notes } = traced([
      "watching",
      "watched 2000000000 seen 900",
      ...known(7, "a]: b, 1"),
      ...["@count[0, 1, 7]: 400", "@bytes[0, 1, 7]: 4000000", "@time[0, 1, 7]: 500000000", "@size[1, 7]: 1000000"],
      ...["@follows[1, 7]: 300", "@missed[1, 7]: 100", "@fetched[1, 7]: 1000000", "@waited[1, 7]: 400000000"],
      ...["@count[4, 1, 7]: 10", "@time[4, 1, 7]: 1000000", "@drops[1, 7]: 4", "@direct[1, 7]: 1"],
    ]);
    expect(plain(facts)).toMatchObject({ reads: 200, readBytes: 2_000_000, hits: 75, opens: 5, waited: 25.05 });
    expect(columns(facts, "files")).toEqual([
      expect.objectContaining({
        ...{ file: "data/a]: b, 1", process: "web, main", pid: 41, reads: 200, readSize: 10_000, passes: 2 },
        ...{ sequential: 75, fetched: 500_000, hits: 75, missed: 25, readTime: 25, missTime: 20, opens: 5 },
        ...{ drops: 2, direct: true, size: 1_000_000, fileSystem: "ext4", kernel: false },
      }),
    ]);
    expect(notes).toEqual([]);
  });

  it("counts a write to what is open with O_SYNC as write and as sync", () => {
    const { facts } = traced([
      "watched 1000000000 seen 900",
      ...known(8, "wal"),
      ...["@count[2, 1, 8]: 100", "@bytes[2, 1, 8]: 12000", "@time[2, 1, 8]: 300000000"],
      ...["@count[1, 1, 8]: 100", "@bytes[1, 1, 8]: 12000", "@time[1, 1, 8]: 100000000"],
      ...["@count[3, 1, 8]: 20", "@time[3, 1, 8]: 60000000"],
    ]);
    expect(columns(facts, "files")[0]).toMatchObject({
      ...{ writes: 200, writtenBytes: 24_000, writeSize: 120, writeTime: 10 },
      ...{ syncs: 120, syncSize: 200, syncEach: 3, syncTime: 36, syncCall: "O_SYNC" },
    });
    expect(plain(facts)).toMatchObject({ syncs: 120, waited: 46 });
    expect(facts).not.toHaveProperty("hits");
  });

  it("tells what sendfile takes apart from reads, and what the kernel makes up", () => {
    const { facts } = traced([
      "watched 1000000000 seen 900",
      ...known(9, "movie"),
      ...["@count[5, 1, 9]: 10", "@bytes[5, 1, 9]: 1000000", "@time[5, 1, 9]: 20000000"],
      ...known(10, "stat", "proc"),
      ...["@count[0, 1, 10]: 10", "@bytes[0, 1, 10]: 1000", "@time[0, 1, 10]: 10000000"],
    ]);
    expect(columns(facts, "files")).toMatchObject([
      { file: "data/movie", sent: 1_000_000, reads: 0, passes: 0, time: 2, kernel: false },
      { file: "data/stat", sent: 0, reads: 10, time: 1, kernel: true },
    ]);
  });

  it("tells what could not be opened, and why", () => {
    const { facts } = traced([
      "watched 2000000000 seen 900",
      "@failed[2, /etc/app, local.conf]: 400",
      "@failing[2, /etc/app, local.conf]: 2000000",
      "@failed[999, x]: 2",
      "@failing[999, x]: 4000000",
    ]);
    expect(plain(facts)).toMatchObject({
      ...{ failedOpens: 201, failedTime: 0.3 },
      failures: [
        ["x", "error 999", 1, 0.2],
        ["/etc/app, local.conf", "ENOENT", 200, 0.1],
      ],
    });
  });

  it("says where it ended early, and tells nothing without its end", () => {
    expect(traced(["watched 500000000 seen 200001"]).notes).toEqual([
      "It ended after 0.5 s, because there were so many calls that it would cost more: rates are of that time.",
    ]);
    expect(traced(["watching", ...known(7, "a")])).toEqual({ facts: {}, notes: [] });
  });

  it("asks of the processors that have it for open(2), and where O_DIRECT is elsewhere for that", () => {
    expect(fileScript(5, [7], "x64")).toContain("sys_enter_open /@start != 0 && (pid == 7)/");
    expect(fileScript(5, [7], "x64")).toContain("f_flags & 16384");
    expect(fileScript(5, [7], "arm64")).not.toMatch(/sys_enter_open\b/);
    expect(fileScript(5, [7], "arm64")).toContain("f_flags & 65536");
  });
});

describe("file-io by filetop", () => {
  it("tells files by calls, without times", () => {
    const stdout = [
      "12:00:01 loadavg: 0.02 0.01 0.00 2/170 31902",
      "TID     COMM             READS  WRITES R_Kb    W_Kb    T FILE",
      "41      web main         1000   0      15      0       R a file",
      "42      web main         1000   200    15      800     R a file",
      "43      web              5      0      20      0       S socket",
      "",
    ].join("\n");
    const output = { stdout: Buffer.from(stdout), stderr: "", partial: false };
    const { facts } = variantNamed("file-io", "libbpf").parse(output, contextOf());
    expect(plain(facts)).toEqual({
      ...{ watched: 2, reads: 1000, writes: 100, readBytes: 15_360, writtenBytes: 409_600 },
      asked: [["a file", "web main", 1000, 15.36, 100, 4096]],
    });
  });
});

describe("file-io by looking", () => {
  it("tells what the counters say, and no file whose position is where it was", () => {
    const { facts } = parseRecording("file-io/procfs-files");
    expect(plain(facts)).toMatchObject({ watched: 2, reads: 6357.57, writes: 31.47, hits: 100, positions: [] });
    expect(plain(parseRecording("file-io/procfs-idle").facts)).toMatchObject({ reads: 0, writes: 0, positions: [] });
  });

  it("tells what moves, how it is open, and what the counters say", () => {
    const stdout = [
      { file: "/data/wal", pid: 41, flags: 0o110001, moved: 24_000, seen: 10 },
      { file: "/data/table", pid: 41, flags: 0o100002, moved: 80_000, seen: 20 },
      { watched: 2, readings: 20, rchar: 1000, wchar: 24_000, syscr: 50, syscw: 200, read_bytes: 250 },
    ].map((line) => JSON.stringify(line));
    const output = { stdout: Buffer.from(stdout.join("\n")), stderr: "", partial: false };
    const { facts, notes } = variantNamed("file-io", "procfs").parse(output, contextOf());
    expect(plain(facts)).toMatchObject({
      ...{ reads: 25, writes: 100, readBytes: 500, writtenBytes: 12_000, fetched: 125, hits: 75 },
      positions: [
        ["/data/table", 41, 40_000, "both", 100],
        ["/data/wal", 41, 12_000, "write, sync", 50],
      ],
    });
    expect(notes).toEqual([
      "Open files were looked at 20 times in 2 s; neither which calls nor how long they take is told.",
    ]);
  });
});
