import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { diskUserDeclarations, parseDiskUsers } from "./disk-user-facts.ts";

/** Who on the node reads from disks and writes to them, the target and its neighbours, with their containers. */
export const diskUsers: Tool = {
  name: "disk-users",
  title: "what each process of the node reads from and writes to disks",
  arguments: { duration: durationArgument },
  facts: diskUserDeclarations,
  windowMs,
  variants: [
    {
      name: "procfs",
      precision:
        "The kernel's own counters at the start and the end: bytes of all disks together, and no times but where delay accounting is on. A process that lived in between only is not seen. What is written counts when a page becomes dirty, not when the disk gets it.",
      requires: [
        { kind: "capability", anyOf: ["SYS_PTRACE"], reason: "read what another's processes read (/proc/PID/io)" },
      ],
      overhead: {
        cpuPercentOfCore: 0.5,
        basis: "as page-faults, of which 26 ms a reading were measured: three small files a process",
      },
      collect: (args) => ({
        kind: "samples",
        paths: ["/proc/sys/kernel/task_delayacct", ...["stat", "io", "cgroup"].map((file) => `/proc/*/${file}`)],
        intervalMs: windowMs(args),
        windowMs: windowMs(args),
      }),
      parse: parseDiskUsers,
    },
  ],
};
