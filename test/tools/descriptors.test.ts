import { describe, expect, it } from "vitest";
import { descriptorKind } from "../../src/tools/descriptors/descriptor-kind.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const parse = (lines: readonly object[]) =>
  variantNamed("descriptors", "procfs").parse(
    { stdout: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")), stderr: "", partial: false },
    contextOf(),
  );

it("kinds of descriptors", () => {
  expect(
    [
      ...["socket:[17]", "pipe:[4]", "/var/log/x", "/dev/null", "anon_inode:[eventfd]", "anon_inode:[eventpoll]"],
      ...["anon_inode:inotify", "anon_inode:[timerfd]", "/memfd:x (deleted)", "net:[4026]", "anon_inode:[io_uring]"],
    ].map(descriptorKind),
  ).toEqual(["socket", "pipe", "file", "device", "eventfd", "epoll", "inotify", "timerfd", "memory", "other", "other"]);
});

describe("open descriptors", () => {
  const counts = (sockets: number, files: number) => [sockets, 0, files, 1, 0, 0, 0, 0, 0, 0];

  it("of the process that grew most, against its limit", () => {
    const { facts } = parse([
      { kind: "reading", at: 0, open: { "7": counts(2, 3), "8": counts(50, 0) } },
      { kind: "reading", at: 1, open: { "7": counts(2, 23), "8": counts(50, 0), "9": counts(70, 70) } },
      {
        kind: "summary",
        processes: { "7": ["leak", 100, 4096], "8": ["pool", 100, 4096], "9": ["child", -1, -1] },
        pid: 7,
        paths: [["/tmp/requests.log", "file", 21, 20]],
      },
    ]);
    expect(plain(facts)).toMatchObject({
      process: "leak",
      pid: 7,
      open: [
        [0, 6],
        [1, 26],
      ],
      limit: 100,
      hardLimit: 4096,
      limitShare: 26,
      growingKind: "file",
      growingPath: "/tmp/requests.log",
      processes: [
        [7, "leak", 26, 20, 100, 26],
        [8, "pool", 51, 0, 100, 51],
        [9, "child", 141, 0, 0, 0],
      ],
    });
  });

  it("of a program that does not close its files", () => {
    const facts = plain(parseRecording("descriptors/procfs-file-leak").facts);
    expect(facts).toMatchObject({
      process: "leak",
      growingKind: "file",
      growingPath: "/tmp/requests.log",
      limit: 8192,
    });
  });

  it("without a process are a reason", () => {
    expect(parse([]).problem?.code).toBe("target-gone");
  });
});
