import { isUnresolved } from "../stacks/frame.ts";
import type { TracedFrame } from "./outstanding.ts";

/** Libraries whose functions allocate for whoever calls them: the C and C++ runtimes, allocators. */
const allocatingLibrary =
  /^(?:libc[.-].*|libc\.musl.*|ld-(?:linux|musl).*|libstdc\+\+\.so.*|libc\+\+(?:abi)?\.so.*|libgcc_s\.so.*|libpthread.*|lib(?:jemalloc|tcmalloc|mimalloc|ltalloc|hoard).*)$/;

/** The same where they are linked into the program, and what compilers make of templates in it. */
const allocatingFunction =
  /^(?:_*(?:libc_)?(?:malloc|calloc|realloc|reallocarray|memalign|posix_memalign|aligned_alloc|valloc|pvalloc|strdup|strndup|mmap|mmap64|sysmalloc.*|_int_malloc|_mid_memalign)|(?:je|tc|mi|_rjem)_\w*(?:alloc|align)\w*|operator new.*|_Zn[wa].*|(?:\w+ )?(?:std|__gnu_cxx|__cxxabiv1|__1)::.*|_ZN?K?S[tabsiod].*|_ZN9__gnu_cxx.*|(?:<)?(?:alloc|hashbrown|core)::.*|<alloc::.*|__(?:rust|rdl|rg)_\w+)$/;

/** A frame's module is a path or the name of a file alone. */
export function fileName(module: string): string {
  return module.slice(module.lastIndexOf("/") + 1);
}

/** Whether a function is the program's own, and not one that only allocates for it. */
export function isOwn({ symbol, module }: TracedFrame): boolean {
  if (isUnresolved(symbol)) return false;
  return !allocatingLibrary.test(fileName(module)) && !allocatingFunction.test(symbol);
}

/** Of a stack, leaf first: from the program's own function that asked for the memory on. Undefined where it has none. */
export function ownPath(frames: readonly TracedFrame[]): readonly TracedFrame[] | undefined {
  const first = frames.findIndex(isOwn);
  return first < 0 ? undefined : frames.slice(first);
}
