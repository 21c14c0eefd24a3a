/** Numbers of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h; `undefined` where an architecture has no such call. */
const numbers = {
  read: [0, 63],
  close: [3, 57],
  poll: [7, undefined],
  pread64: [17, 67],
  select: [23, undefined],
  nanosleep: [35, 101],
  connect: [42, 203],
  accept: [43, 202],
  sendto: [44, 206],
  recvfrom: [45, 207],
  recvmsg: [47, 212],
  listen: [50, 201],
  wait4: [61, 260],
  write: [1, 64],
  open: [2, undefined],
  stat: [4, undefined],
  lstat: [6, undefined],
  access: [21, undefined],
  readlink: [89, undefined],
  futex: [202, 98],
  getdents64: [217, 61],
  clock_nanosleep: [230, 115],
  epoll_wait: [232, undefined],
  waitid: [247, 95],
  openat: [257, 56],
  newfstatat: [262, 79],
  readlinkat: [267, 78],
  faccessat: [269, 48],
  pselect6: [270, 72],
  ppoll: [271, 73],
  epoll_pwait: [281, 22],
  accept4: [288, 242],
  sendmmsg: [307, 269],
  statx: [332, 291],
  faccessat2: [439, 439],
  epoll_pwait2: [441, 441],
} as const satisfies Readonly<Record<string, readonly [x64: number, arm64: number | undefined]>>;

export type SystemCall = keyof typeof numbers;

export function callNumber(call: SystemCall, arch: string = process.arch): number | undefined {
  return numbers[call][arch === "arm64" ? 1 : 0];
}

const names = new Map(Object.keys(numbers).map((name) => [callNumber(name as SystemCall), name as SystemCall]));

export function callNamed(number: number): SystemCall | undefined {
  return names.get(number);
}

export const fileCalls: readonly SystemCall[] = [
  ...(["open", "openat", "stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2"] as const),
  ...(["readlink", "readlinkat", "getdents64"] as const),
];
const sleeps: ReadonlySet<SystemCall> = new Set(["nanosleep", "clock_nanosleep"]);
const polls: ReadonlySet<SystemCall> = new Set([
  ...(["poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"] as const),
]);
/** ETIMEDOUT of include/uapi/asm-generic/errno.h. */
const timedOut = -110;

/** Threads that wait for work look up each tenth of a second or so: a wait on a futex is a sleep of the program's only where it is long. */
const shortestFutexSleep = 1;

/** It slept by a clock of its own: nothing came that it would have waited for. A wait that goes on has no result yet. */
export function isSleep(call: SystemCall, result: number | undefined, seconds: number): boolean {
  if (call === "futex") return result === timedOut && seconds >= shortestFutexSleep;
  return sleeps.has(call) || (polls.has(call) && result === 0);
}
