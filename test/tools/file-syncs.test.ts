import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

describe("file-syncs", () => {
  it("names the file, its file system and disk, and the place in the program", () => {
    const { facts, notes } = parseRecording("file-syncs/bpftrace-sync");
    expect(plain(facts)).toMatchObject({
      ...{ topCall: "fsync", topSite: "append_entry", topPath: "__GI_fsync ← append_entry ← main", topThread: "sync" },
      ...{ topFile: "diag-workloads/journal", topFileSystem: "ext4", topDisk: "vda" },
      ...{ syncs: 25.15, waited: 2.18, mean: 0.87, longest: 3.12 },
      stacks: ["sync;__libc_start_call_main;main;append_entry;__GI_fsync 66741"],
    });
    expect(notes).toEqual([]);
  });

  it("without BTF names the descriptor", () => {
    const { facts } = parseRecording("file-syncs/bpftrace-plain-sync");
    expect(plain(facts)).toMatchObject({ topFile: "descriptor 3", topSite: "append_entry" });
    expect(facts).not.toHaveProperty("topDisk");
  });

  it("by looks tells the call and the thread", () => {
    const { facts, notes } = parseRecording("file-syncs/procfs-sync");
    expect(plain(facts)).toMatchObject({ waited: 9.52, topCall: "fsync", topThread: "sync" });
    expect(facts).not.toHaveProperty("mean");
    expect(notes).toEqual([
      "Threads were looked at 21 times; what is shorter than the time between is seen by chance.",
    ]);
  });

  it.each(["bpftrace", "bpftrace-plain", "procfs"])("by %s of who does not sync is nothing waited for", (variant) => {
    const { facts } = parseRecording(`file-syncs/${variant}-idle`);
    expect(plain(facts)).toMatchObject({ waited: 0, calls: [] });
    expect(facts).not.toHaveProperty("topCall");
  });

  it("of several files tells the one that takes most, and of none where a call has no file", () => {
    const stdout = [
      "watching",
      "watched 2000000000 seen 12",
      "@count[0, 41, 8388624, 77, 0, db, ",
      "\t7f0000000010 fsync+16 (/usr/lib/libc.so.6)",
      "\t7f0000000020 commit+32 (/srv/db)",
      "]: 10",
      "@count[5, 41, 0, 0, 0, tool, name]: 2",
      "@file[8388624, 77]: wal, 1",
      "@folder[8388624, 77]: pg",
      "@longest[0, 41, 8388624, 77, 0, db, ",
      "\t7f0000000010 fsync+16 (/usr/lib/libc.so.6)",
      "\t7f0000000020 commit+32 (/srv/db)",
      "]: 400000",
      "@longest[5, 41, 0, 0, 0, tool, name]: 1000",
      "@total[0, 41, 8388624, 77, 0, db, ",
      "\t7f0000000010 fsync+16 (/usr/lib/libc.so.6)",
      "\t7f0000000020 commit+32 (/srv/db)",
      "]: 1000000",
      "@total[5, 41, 0, 0, 0, tool, name]: 2000",
      "@type[8388624]: xfs",
    ].join("\n");
    const output = { stdout: Buffer.from(stdout), stderr: "", partial: false };
    const { facts } = variantNamed("file-syncs", "bpftrace").parse(output, contextOf());
    expect(plain(facts)).toMatchObject({
      ...{ syncs: 6, waited: 50.1, topFile: "pg/wal, 1", topFileSystem: "xfs", topSite: "commit", longest: 400 },
      calls: [
        ["db", 41, "fsync", "pg/wal, 1", "xfs", "", "fsync ← commit", 5, 100, 400, 50],
        ["tool, name", 41, "sync", "", "", "", "", 1, 1, 1, 0.1],
      ],
    });
  });
});
