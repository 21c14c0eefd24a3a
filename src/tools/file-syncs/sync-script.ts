import { callerScript } from "../off-cpu/caller-script.ts";
import { onAll, onFiles, syncCalls } from "./sync-call.ts";

/** More calls than this end the window early, so that the cost is bounded. */
export const mostSyncs = 50_000;

/** @param types Kernel structures can be read: files, file systems and devices are named. Else a file is its descriptor. */
export function syncScript(
  seconds: number,
  pids: readonly number[],
  types: boolean,
  arch: string = process.arch,
): string {
  const filter = pids.length === 0 ? "" : `/${pids.map((pid) => `pid == ${pid}`).join(" || ")}/ `;
  const key = "[@call[tid], pid, @device[tid], @inode[tid], @caller[tid], comm, @user[tid]]";
  const begins = (call: (typeof syncCalls)[number], file: readonly string[]) =>
    [
      `tracepoint:syscalls:sys_enter_${call} ${filter}{`,
      `  @begun[tid] = nsecs; @call[tid] = ${syncCalls.indexOf(call)}; @device[tid] = (uint64)0; @inode[tid] = (uint64)0;`,
      ...file,
      ...callerScript(arch),
      "  @caller[tid] = $caller; @user[tid] = ustack(perf);",
      "}",
    ].join("\n");
  const named = types
    ? [
        "  $files = (uint64)((struct task_struct *)curtask)->files->fdt->fd;",
        "  $file = (struct file *)*(uint64 *)kptr($files + 8 * (uint64)args->fd);",
        "  if ((uint64)$file != 0) {",
        "    @device[tid] = (uint64)$file->f_path.mnt->mnt_sb->s_dev; @inode[tid] = (uint64)$file->f_inode->i_ino;",
        "    @type[@device[tid]] = str($file->f_path.mnt->mnt_sb->s_type->name);",
        "    @file[@device[tid], @inode[tid]] = str($file->f_path.dentry->d_name.name);",
        "    @folder[@device[tid], @inode[tid]] = str($file->f_path.dentry->d_parent->d_name.name);",
        "  }",
      ]
    : ["  @inode[tid] = (uint64)args->fd;"];
  const ends = syncCalls.map((call) => `tracepoint:syscalls:sys_exit_${call}`).join(", ");
  const clear = ["begun", "call", "device", "inode", "caller", "user", "start", "seen"];
  return [
    'BEGIN { @start = nsecs; printf("watching\\n"); }',
    ...onFiles.map((call) => begins(call, named)),
    ...onAll.map((call) => begins(call, [])),
    `${ends} /@begun[tid]/ {`,
    "  $us = (nsecs - @begun[tid]) / 1000;",
    `  @total${key} = sum($us); @count${key} = count(); @longest${key} = max($us); @latency[0] = hist($us);`,
    "  delete(@begun[tid]);",
    `  @seen++; if (@seen > ${mostSyncs}) { exit(); }`,
    "}",
    `interval:s:${seconds} { exit(); }`,
    "END {",
    '  printf("watched %lld seen %lld\\n", nsecs - @start, @seen); cat("/proc/diskstats");',
    `  ${clear.map((map) => `clear(@${map});`).join(" ")}`,
    "}",
  ].join("\n");
}
