/** Bytes, from the lines of /proc/PID/status (proc_pid_status(5)), which are in KiB. */
export interface StatusMemory {
  readonly name: string;
  /** VmRSS. */
  readonly resident: number;
  /** RssAnon: heap, stacks, what was never of a file. */
  readonly anonymous: number;
  /** RssAnon and VmSwap: it does not shrink when it is moved to swap. */
  readonly heap: number;
  /** RssFile: programs, libraries, mapped files. */
  readonly file: number;
  /** RssShmem: shared memory, tmpfs. */
  readonly shared: number;
  /** VmSwap. */
  readonly swapped: number;
  /** VmData: private writable memory that it has asked for, touched or not. */
  readonly data: number;
}

/** Undefined of a kernel thread, a zombie, and what is no such file. */
export function statusMemory(text: string | undefined): StatusMemory | undefined {
  const kibibytes = (name: string) => {
    const [, value] = new RegExp(`^${name}:\\s+(\\d{1,15}) kB$`, "m").exec(text ?? "") ?? [];
    return value === undefined ? undefined : Number(value) * 1024;
  };
  const resident = kibibytes("VmRSS");
  if (resident === undefined) return undefined;
  return {
    name: /^Name:\t(.*)$/m.exec(text ?? "")?.[1] ?? "",
    resident,
    anonymous: kibibytes("RssAnon") ?? 0,
    heap: (kibibytes("RssAnon") ?? 0) + (kibibytes("VmSwap") ?? 0),
    file: kibibytes("RssFile") ?? 0,
    shared: kibibytes("RssShmem") ?? 0,
    swapped: kibibytes("VmSwap") ?? 0,
    data: kibibytes("VmData") ?? 0,
  };
}
