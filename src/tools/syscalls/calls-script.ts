import { callerScript } from "../off-cpu/caller-script.ts";
import { callNumbers } from "./call-names.ts";

/** After so many calls the window ends early, so that the cost is bounded. */
export const mostCalls = 50_000;
/** So many are all looked at closer (stack, file, path), then one in `oneIn`, at random, which stands for as many. */
const allOf = 5_000;
const oneIn = 32;
/** Words of the stack in which the caller of the C library is looked for: stdio has five functions above write(2). */
const words = 64;
/** Entries that are printed of each map, the largest first. */
const shownEntries = 200;

/** Calls whose first argument is a descriptor, whose third is how many bytes are asked for, and that return how many were moved. */
const transfers = ["read", "write", "pread64", "pwrite64", "recvfrom", "sendto"];
/** Those that return how many bytes were moved, too. */
const moving = [
  ...transfers,
  "readv",
  "writev",
  "preadv",
  "pwritev",
  "recvmsg",
  "sendmsg",
  "sendfile",
  "splice",
  "copy_file_range",
];
/** Calls whose first argument is a path, and those of whom it is the second, after a directory. */
const pathFirst = ["open", "stat", "lstat", "access", "execve", "readlink", "chdir", "unlink", "statfs"];
const pathSecond = [
  "openat",
  "openat2",
  "newfstatat",
  "statx",
  "faccessat",
  "faccessat2",
  "readlinkat",
  "execveat",
  "unlinkat",
];

/**
 * Counts each call as it returns, by number and errno. One during which the thread was never off its CPU (no context switch of either kind)
 * did not wait: its time is CPU time. The number is the table's of `arch`: it stands in the output, so that a recording can be read elsewhere.
 *
 * `@begin[tid]` is set last of all, and read first: what tracing takes is not in the times.
 */
export function callsScript(seconds: number, pids: readonly number[], arch: string = process.arch): string {
  const ours = pids.map((pid) => `pid == ${pid}`).join(" || ");
  const oneOf = (names: readonly string[]) =>
    callNumbers(arch, names)
      .map((number) => `$id == ${number}`)
      .join(" || ") || "$id < 0";
  const switches = "curtask->nvcsw + curtask->nivcsw";
  const file = "[$id, $mode, $name]";
  const kept = ["begin", "switches", "first", "size", "start", "end", "seen"];
  return [
    `BEGIN { printf("arch ${arch}\\n"); }`,
    "tracepoint:raw_syscalls:sys_enter",
    `/(${ours}) && @end == 0/`,
    "{",
    "  $id = (int64)args->id;",
    `  @size[tid] = args->args[2]; @first[tid] = args->args[0]; if (${oneOf(pathSecond)}) { @first[tid] = args->args[1]; }`,
    `  @switches[tid] = ${switches};`,
    "  @begin[tid] = nsecs;",
    "}",
    "tracepoint:raw_syscalls:sys_exit",
    "/@begin[tid]/",
    "{",
    "  $ns = nsecs - @begin[tid]; delete(@begin[tid]);",
    "  $id = (int64)args->id; $ret = (int64)args->ret; $error = (int64)0;",
    // MAX_ERRNO of include/linux/err.h: beyond it is an address.
    "  if ($ret < 0 && $ret > -4096) { $error = -$ret; }",
    // rt_sigreturn(2) has no number any more when it returns.
    "  if ($id >= 0) {",
    "    @calls[$id, $error] = count(); @time[$id, $error] = sum($ns);",
    `    if (@switches[tid] == ${switches}) {`,
    "      @quick[$id, $error] = count(); @busy[$id, $error] = sum($ns); if ($ret == 0) { @empty[$id, $error] = count(); }",
    "    }",
    `    if ($ret > 0 && (${oneOf(moving)})) { @moved[$id] = sum($ret); }`,
    "    @seen++;",
    `    $weight = 1; if (@seen > ${allOf}) { $weight = ${oneIn}; }`,
    `    if ($weight == 1 || rand % ${oneIn} == 0) {`,
    ...callerScript(arch, words).map((line) => `    ${line}`),
    "      if ($framed) { @site[$id, $error, comm, $caller, ustack(perf)] = sum($weight); }",
    "      if (!$framed) { @leaf[$id, $error, comm, $caller, ustack(perf, 1)] = sum($weight); }",
    `      if ($error == 0 && (${oneOf(transfers)})) {`,
    "        $task = (struct task_struct *)curtask;",
    "        $file = (struct file *)*(uint64 *)kptr((uint64)$task->files->fdt->fd + @first[tid] * 8);",
    "        $mode = $file->f_inode->i_mode >> 12; $name = str($file->f_path.dentry->d_name.name, 48);",
    `        @reads${file} = sum($weight); @asked${file} = sum($weight * (int64)@size[tid]); @got${file} = sum($weight * $ret);`,
    "      }",
    // ENOENT, EACCES and ENOTDIR.
    `      if (($error == 2 || $error == 13 || $error == 20) && (${oneOf([...pathFirst, ...pathSecond])})) {`,
    "        @missing[$id, $error, str(uptr(@first[tid]))] = sum($weight);",
    "      }",
    `      if (${oneOf(["clock_gettime"])}) { @clock[@first[tid]] = sum($weight); }`,
    "    }",
    `    if (@seen >= ${mostCalls} && @end == 0) { @end = nsecs; exit(); }`,
    "  }",
    "}",
    // Probes are attached one after the other, up to a second after BEGIN on a busy machine; these are the last.
    "interval:ms:10 /@start == 0/ { @start = nsecs - 10000000; }",
    `interval:s:${seconds} { if (@end == 0) { @end = nsecs; } exit(); }`,
    "END {",
    "  if (@end == 0) { @end = nsecs; } if (@start == 0) { @start = @end; }",
    '  printf("watched %lld seen %lld\\n", @end - @start, @seen);',
    `  ${["site", "leaf", "reads", "asked", "got", "missing"].map((map) => `print(@${map}, ${shownEntries}); clear(@${map});`).join(" ")}`,
    `  ${kept.map((map) => `clear(@${map});`).join(" ")}`,
    "}",
  ].join("\n");
}
