import { functionName, isUnresolved } from "../stacks/frame.ts";

/** The C library's own functions for waiting, and what stands below every thread: none is the place in the program that waits. */
const library =
  /^(?:_*(?:GI_+|libc_|new_|old_|pthread_|lll_|futex_|sem_|cond_|mtx_|cnd_|syscall\w*$|clock_nanosleep|nanosleep|u?sleep$|f(?:data)?sync|sync_file_range|p?(?:read|write)v?(?:64|2)?$|recv\w*|send\w*|p?poll$|p?select$|epoll_p?wait2?$|accept4?$|connect$|wait(?:4|pid|id)?$|sigtimedwait|sigwait\w*|start_thread|clone3?$|start$|libc_start\w*|restore_rt$)|internal_syscall\w*|__internal_\w+|\w*_nocancel\w*)/;

const isWaiting = (name: string) => library.test(name);

/**
 * The function of the program that waits: the first that is not the C library's, leaf first. glibc keeps no frame pointer, so that
 * the function which calls it may be missing from the stack, and its caller stands here. The leaf where there is no other, nothing where none has a name.
 */
export function waitSite(user: readonly string[]): string {
  const names = user.filter((frame) => !isUnresolved(frame)).map(functionName);
  const own = names.find((name) => !isWaiting(name));
  return own ?? names[0] ?? "";
}

/**
 * @param user Leaf first.
 * @param caller Who called the C library, as `callerScript` finds it: put in where the stack has passed it by.
 * @param isLibrary Whether a function is the C library's; by default, of those by which a program waits.
 */
export function withCaller(user: readonly string[], caller = "", isLibrary = isWaiting): readonly string[] {
  if (caller === "" || isUnresolved(caller)) return user;
  const leaf = user[0] ?? "";
  // A program with frame pointers of its own down to the leaf, as those of Go, needs none.
  if (leaf !== "" && !isUnresolved(leaf) && !isLibrary(functionName(leaf))) return user;
  const own = user.findIndex((frame) => !isUnresolved(frame) && !isLibrary(functionName(frame)));
  if (own >= 0 && user[own] === caller) return user;
  const first = user.findIndex((frame, at) => at > 0 && (isUnresolved(frame) || !isLibrary(functionName(frame))));
  const at = own >= 0 ? own : first < 0 ? user.length : first;
  return [...user.slice(0, at), caller, ...user.slice(at)];
}

/** `site ← caller ← caller`, at most so many. */
const maxPath = 4;

export function waitPath(user: readonly string[]): string {
  const names = user.filter((frame) => !isUnresolved(frame)).map(functionName);
  const path: string[] = [];
  for (const name of names) {
    if (path.length === maxPath) break;
    if (path.at(-1) !== name && !/^(?:start_thread|_*clone3?|_start|_*libc_start\w*)$/.test(name)) path.push(name);
  }
  return path.join(" ← ");
}
