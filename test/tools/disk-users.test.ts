import { describe, expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

describe("disk-users", () => {
  it("tells what the target reads and writes, and who does beside it", () => {
    expect(plain(parseRecording("disk-users/procfs-sync").facts)).toMatchObject({
      ...{ ownRead: 0, ownWritten: 561_040.2, neighbourName: "node", neighbourWritten: 10_163.77 },
    });
  });

  it("names a neighbour's container, and what was waited where delay accounting is on", () => {
    const files = (pid: number, name: string, bytes: number, waited: number, container: string) => ({
      [`/proc/${pid}/stat`]: `${pid} (${name}) S 1 1 1 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 100 1000 10 ${Array(17).fill(0).join(" ")} ${waited} 0 0\n`,
      [`/proc/${pid}/io`]: `rchar: 9\nwchar: 9\nsyscr: 1\nsyscw: 1\nread_bytes: ${bytes}\nwrite_bytes: ${3 * bytes}\ncancelled_write_bytes: 0\n`,
      [`/proc/${pid}/cgroup`]: container,
    });
    const docker = `4:blkio:/docker/${"b".repeat(64)}\n`;
    const samples = [0, 2].map((at) => ({
      at,
      files: {
        "/proc/sys/kernel/task_delayacct": "1\n",
        ...files(41, "web", at * 1000, at * 25, "0::/\n"),
        ...files(7, "back) up", at * 5000, 0, docker),
        ...files(8, "quiet", 500, 0, "0::/\n"),
      },
    }));
    const output = {
      stdout: Buffer.from(samples.map((one) => `${JSON.stringify(one)}\n`).join("")),
      stderr: "",
      partial: false,
    };
    expect(plain(variantNamed("disk-users", "procfs").parse(output, contextOf({ pids: [41] })).facts)).toMatchObject({
      ...{ ownRead: 1000, ownWritten: 3000, waited: 25 },
      ...{ neighbourName: "back) up", neighbourPid: 7, neighbourContainer: "bbbbbbbbbbbb", neighbourRead: 5000 },
      processes: [
        [7, "back) up", "bbbbbbbbbbbb", false, 5000, 15_000, 0],
        [41, "web", "", true, 1000, 3000, 25],
      ],
    });
  });
});
