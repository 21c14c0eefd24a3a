/** What a frame is, as far as its name tells; `root` is the one that stands for all. */
export type FrameKind = "root" | "user" | "kernel" | "jit" | "unresolved" | "pruned";

const suffixes: readonly (readonly [string, FrameKind])[] = [
  ["_[k]", "kernel"],
  ["_[j]", "jit"],
];

/** An address, or a name that is only a place: `[unknown]`, `[libc.so.6]`, `[[vdso]]`. */
const unresolved = /^(0x[0-9a-f]+|[0-9a-f]{8,16}|\[.*\])$/i;

export function frameKind(name: string): FrameKind {
  if (name === "[pruned]") return "pruned";
  if (unresolved.test(frameLabel(name))) return "unresolved";
  return suffixes.find(([suffix]) => name.endsWith(suffix))?.[1] ?? "user";
}

/** The name without the suffix that says what kind it is: colour says that. */
export function frameLabel(name: string): string {
  const suffix = suffixes.find(([ending]) => name.endsWith(ending))?.[0] ?? "";
  const label = name.slice(0, name.length - suffix.length);
  return label === "" ? "(no name)" : label;
}
