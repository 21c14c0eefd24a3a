import { functionName, isUnresolved } from "../stacks/frame.ts";

/** Functions of C libraries that only make the call: the system's own names, as glibc and musl spell them, and stdio above them. */
const library =
  /^_*(?:GI_+)?(?:libc_|new_|old_|IO_\w*)?(?:p?(?:read|write)v?|recv(?:from|m?msg)?|send(?:to|m?msg|file)?|p?poll|p?select6?|epoll_p?wait2?|accept4?|connect|open(?:at)?2?|close|creat|[fl]?x?stat(?:at|x|fs)?|f?access(?:at)?2?|readlink(?:at)?|unlink(?:at)?|lseek|fcntl|ioctl|sched_yield|pthread_yield|(?:clock_)?nanosleep|u?sleep|clock_gettime|gettimeofday|time|getpid|gettid|getdents|mmap|munmap|madvise|brk|futex\w*|lll_\w+|syscall\w*|internal_syscall\w*|do_write|do_read|u?(?:under|over)?flow|xs(?:putn|getn)|getc|fgetc|putc|fputc|fread|fwrite|fflush|fputs|fgets|getline|getdelim)(?:64|_unlocked|_chk|_2|_alias|_time64){0,3}(?:_nocancel\w*|_cancel)?$/;

/** What runtimes have between the program and the call: Go, Rust, C++, libuv, CPython around its lock. */
const runtime =
  /^(?:syscall\.|internal\/|runtime[./]|os\.\(\*File\)|net\.\(\*(?:conn|netFD)|io\.(?:ReadAtLeast|ReadFull)|std::(?:sys|io|fs|os|thread)|<std::|std::basic_(?:file|stream)buf|std::__basic_file|uv_|PyEval_(?:Save|Restore)Thread$)/;

const foot = /^(?:start_thread|_*clone3?|_start|_*libc_start\w*|entry_SYSCALL\w*)$/;

const maxPath = 4;

/** Of C++, behind the name; `(anonymous namespace)` and Go's `(*Type)` stand before one. */
const parameters = /(?<=[\w>])\(.*$/;

/** Of the C library, which keeps no frame pointer. */
export function isLibraryCall(name: string): boolean {
  return library.test(name);
}

export interface CallSite {
  /** Function of the program that makes the call; the leaf where all are a library's, empty where none has a name. */
  readonly function: string;
  /** It and its callers, at most four: `site ← caller`. */
  readonly path: string;
}

/** @param user Leaf first. */
export function callSite(user: readonly string[]): CallSite {
  const names = user.filter((frame) => !isUnresolved(frame)).map(functionName);
  const own = names.findIndex((name) => !isLibraryCall(name) && !runtime.test(name) && !foot.test(name));
  const path: string[] = [];
  for (const name of own < 0 ? names : names.slice(own)) {
    if (path.length === maxPath) break;
    const short = name.replace(parameters, "");
    if (path.at(-1) !== short && !foot.test(name)) path.push(short);
  }
  return { function: path[0] ?? "", path: path.join(" ← ") };
}
