/** System calls that wait on the descriptor that is their first argument, of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const onDescriptors: Readonly<Record<string, readonly number[]>> = {
  // read, write, readv, writev, sendfile, connect, sendto, recvfrom, sendmsg, recvmsg
  x64: [0, 1, 19, 20, 40, 42, 44, 45, 46, 47],
  arm64: [63, 64, 65, 66, 71, 203, 206, 207, 211, 212],
};

const known = new Set(onDescriptors[process.arch]);

export function socketSystemCalls(): ReadonlySet<number> {
  return known;
}

export const futexSystemCall = process.arch === "arm64" ? 98 : 202;
