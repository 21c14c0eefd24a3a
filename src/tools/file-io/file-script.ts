import { type CallKind, callKinds } from "./file-use.ts";

/** More calls than this end the window early, so that the cost is bounded. */
export const mostCalls = 200_000;

/** Where a call begins in the file: at the file's own position, or where it says. */
const reads = [
  { call: "read", kind: "reads", fd: "fd", at: "$file->f_pos" },
  { call: "readv", kind: "reads", fd: "fd", at: "$file->f_pos" },
  { call: "pread64", kind: "reads", fd: "fd", at: "args->pos" },
  { call: "sendfile64", kind: "sends", fd: "in_fd", at: "$file->f_pos" },
] as const;
const writes = ["write", "writev", "pwrite64"] as const;
const syncs = ["fsync", "fdatasync"] as const;

const numberOf = (kind: CallKind): number => callKinds.indexOf(kind);

/** S_IFREG, S_IFDIR and S_IFBLK of include/uapi/linux/stat.h. */
const [regular, directory, block] = [0x8000, 0x4000, 0x6000];
/** O_DSYNC is a bit of O_SYNC on every architecture (include/uapi/asm-generic/fcntl.h); O_DIRECT differs. */
const dsync = 0x1000;
/** SB_SYNCHRONOUS of include/linux/fs.h: mounted with `sync`. */
const mountedSync = 16;
/** POSIX_FADV_DONTNEED of include/uapi/linux/fadvise.h. */
const dontNeed = 4;

/**
 * Each call that reads, writes or syncs a regular file, or opens one, from its start to its end. What of a read comes from storage the
 * kernel counts itself, for each thread, where it asks the disk for it (`ioac.read_bytes` of the task, of /proc/PID/io): what it was before the call is
 * taken off. So it holds on overlay file systems as well, where the inode that is cached is not the one that is open.
 */
export function fileScript(seconds: number, pids: readonly number[], arch: string = process.arch): string {
  const isOurs = pids.map((pid) => `pid == ${pid}`).join(" || ");
  const ours = `/@start != 0${isOurs === "" ? "" : ` && (${isOurs})`}/ `;
  const key = "[@kind[tid], @device[tid], @inode[tid]]";
  const file = "[$device, $inode]";
  const direct = arch === "arm64" ? 0x10000 : 0x4000;
  const probes = (when: "enter" | "exit", calls: readonly string[]) =>
    calls.map((call) => `tracepoint:syscalls:sys_${when}_${call}`).join(", ");

  /** Lines over `$file`, `$device` and `$inode` of a descriptor, if it is of a file of one of these kinds. */
  const ofFile = (fd: string, modes: readonly number[], then: readonly string[]) => [
    "  $table = ((struct task_struct *)curtask)->files->fdt;",
    `  if ((uint64)${fd} < (uint64)$table->max_fds) {`,
    `    $file = (struct file *)*(uint64 *)kptr((uint64)$table->fd + 8 * (uint64)${fd});`,
    "    $mode = (uint64)$file->f_inode->i_mode & 0xf000;",
    `    if (${modes.map((mode) => `$mode == ${mode}`).join(" || ")}) {`,
    "      $device = (uint64)$file->f_path.mnt->mnt_sb->s_dev; $inode = (uint64)$file->f_inode->i_ino;",
    `      if (@pid${file} == 0) {`,
    `        @pid${file} = pid; @process${file} = comm; @type${file} = str($file->f_path.mnt->mnt_sb->s_type->name);`,
    `        @file${file} = str($file->f_path.dentry->d_name.name); @folder${file} = str($file->f_path.dentry->d_parent->d_name.name);`,
    "      }",
    ...then.map((line) => `      ${line}`),
    "    }",
    "  }",
  ];
  const begins = (kind: CallKind) => [
    `@kind[tid] = (uint64)${numberOf(kind)}; @device[tid] = $device; @inode[tid] = $inode;`,
    "@storage[tid] = (uint64)((struct task_struct *)curtask)->ioac.read_bytes; @begun[tid] = nsecs;",
  ];
  const end = "@watched = nsecs - @start; @start = 0; exit();";
  const opens = ["openat", "openat2", ...(arch === "x64" ? ["open"] : [])];
  const advice = arch === "x64" ? "fadvise64" : "fadvise64_64";
  const working = [
    "kind",
    "device",
    "inode",
    "storage",
    "begun",
    "at",
    "end",
    "opening",
    "path",
    "top",
    "bottom",
    "start",
    "watched",
    "seen",
  ];

  return [
    'BEGIN { printf("watching\\n"); }',
    // Probes are attached one after the other, the first or the last one first, and detached so, which takes seconds on a busy machine: it
    // begins when both ends are there, and ends for all at once.
    `interval:ms:100 { @top = 1; if (@bottom != 0 && @start == 0 && @watched == 0) { @start = nsecs; } if (@start != 0 && nsecs - @start >= ${seconds}000000000) { ${end} } }`,
    ...reads.flatMap(({ call, kind, fd, at }) => [
      `${probes("enter", [call])} ${ours}{`,
      ...ofFile(
        `args->${fd}`,
        [regular],
        [
          `@size${file} = (uint64)$file->f_inode->i_size; @at[tid] = (uint64)${at};`,
          `if ((uint64)$file->f_flags & ${direct}) { @direct${file} = 1; }`,
          ...begins(kind),
        ],
      ),
      "}",
    ]),
    `${probes("enter", writes)} ${ours}{`,
    ...ofFile(
      "args->fd",
      [regular],
      [
        ...begins("writes"),
        `if (((uint64)$file->f_flags & ${dsync}) || ((uint64)$file->f_path.mnt->mnt_sb->s_flags & ${mountedSync})) { @kind[tid] = (uint64)${numberOf("syncWrites")}; }`,
      ],
    ),
    "}",
    `${probes("enter", syncs)} ${ours}{`,
    ...ofFile("args->fd", [regular, directory, block], begins("syncs")),
    "}",
    `${probes("exit", [...reads.map(({ call }) => call), ...writes, ...syncs])} /@begun[tid]/ {`,
    "  $ns = nsecs - @begun[tid];",
    `  @count${key} = count(); @time${key} = sum($ns);`,
    "  if ((int64)args->ret >= 0) {",
    `    @bytes${key} = sum((uint64)args->ret);`,
    `    if (@kind[tid] == ${numberOf("reads")} || @kind[tid] == ${numberOf("sends")}) {`,
    "      $storage = (uint64)((struct task_struct *)curtask)->ioac.read_bytes - @storage[tid];",
    "      if ($storage > 0) {",
    "        @missed[@device[tid], @inode[tid]] = count(); @fetched[@device[tid], @inode[tid]] = sum($storage);",
    "        @waited[@device[tid], @inode[tid]] = sum($ns);",
    "      }",
    "    }",
    `    if (@kind[tid] == ${numberOf("reads")}) {`,
    "      if (@at[tid] == 0 || @end[tid, @device[tid], @inode[tid]] == @at[tid]) { @follows[@device[tid], @inode[tid]] = count(); }",
    "      @end[tid, @device[tid], @inode[tid]] = @at[tid] + (uint64)args->ret;",
    "    }",
    "  }",
    "  delete(@begun[tid]);",
    `  @seen++; if (@seen > ${mostCalls} && @start != 0) { ${end} }`,
    "}",
    `${probes("enter", opens)} ${ours}{ @path[tid] = args->filename; @opening[tid] = nsecs; }`,
    `${probes("exit", opens)} /@opening[tid]/ {`,
    "  $ns = nsecs - @opening[tid]; $got = (int64)args->ret;",
    "  if ($got < 0) {",
    "    $error = 0 - $got; $path = str(@path[tid]);",
    "    @failed[$error, $path] = count(); @failing[$error, $path] = sum($ns);",
    "  } else {",
    ...ofFile(
      "args->ret",
      [regular],
      [
        `@size${file} = (uint64)$file->f_inode->i_size;`,
        `@count[(uint64)${numberOf("opens")}, $device, $inode] = count(); @time[(uint64)${numberOf("opens")}, $device, $inode] = sum($ns);`,
      ],
    ).map((line) => `  ${line}`),
    "  }",
    "  delete(@opening[tid]); delete(@path[tid]);",
    `  @seen++; if (@seen > ${mostCalls} && @start != 0) { ${end} }`,
    "}",
    `${probes("enter", [advice])} ${ours}{`,
    ...ofFile("args->fd", [regular], [`if (args->advice == ${dontNeed}) { @drops${file} = count(); }`]),
    "}",
    "interval:ms:100 { @bottom = 1; }",
    "END {",
    "  if (@start != 0) { @watched = nsecs - @start; @start = 0; }",
    '  if (@watched != 0) { printf("watched %lld seen %lld\\n", @watched, @seen); }',
    `  ${working.map((map) => `clear(@${map});`).join(" ")}`,
    "}",
  ].join("\n");
}
