import { kernelFrame, userFrame } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { textLines } from "../text-lines.ts";
import type { RawOutput } from "../tool.ts";
import { isIdleTask, type SampledStacks } from "./sampled-stacks.ts";

/**
 * The folded output of BCC's and libbpf-tools' profile: `comm;user…;-;kernel… count`, root to leaf. A stack that could
 * not be stored is a `[Missed User Stack]` in its place (bcc tools/profile.py, libbpf-tools/profile.c).
 *
 * @param format `annotated`: kernel frames end in `_[k]`, so that the delimiter is not needed to tell them.
 */
export function parseFoldedProfile(output: RawOutput, format: { readonly annotated: boolean }): SampledStacks {
  const counter = new StackCounter();
  const named = new Map<string, string>();
  let idle = 0;
  let missed = 0;
  for (const line of textLines(output.stdout)) {
    const space = line.lastIndexOf(" ");
    const weight = Number(line.slice(space + 1));
    if (space < 1 || !Number.isSafeInteger(weight) || weight < 1) continue;
    const [comm = "", ...parts] = joinClassNames(line.slice(0, space).split(";"));
    if (isIdleTask(comm)) {
      idle += weight;
      continue;
    }
    if (line.includes(";[Missed ")) missed += weight;
    counter.add(comm, withoutRepeatedLeaf(frames(format.annotated ? parts : annotated(parts), named)), weight);
  }
  return { folded: counter.folded, lost: Math.max(missed, couldNotBeDisplayed(output.stderr)), idle };
}

/** First frames of stacks that have no user part: kernel threads (arch/x86/entry, arch/arm64/kernel/entry.S) and interrupts. */
const kernelRoot = /^(?:ret_from_fork|kthread|secondary_startup|start_kernel|entry_SYSCALL|asm_|el1)/;

/** Marks what stands after the delimiter. A stack of kernel frames alone has none. */
function annotated(parts: readonly string[]): string[] {
  const delimiter = parts.lastIndexOf("-");
  const start = delimiter >= 0 ? delimiter : kernelRoot.test(parts[0] ?? "") ? -1 : parts.length;
  return parts.map((part, index) => (index > start ? `${part}_[k]` : part));
}

/** Naming a frame costs more than reading it, and few frames are distinct. */
function frames(parts: readonly string[], named: Map<string, string>): string[] {
  const result: string[] = [];
  for (const part of parts) {
    if (part === "-" || part === "--" || part.startsWith("[Missed ")) continue;
    let frame = named.get(part);
    if (frame === undefined) {
      frame = part.endsWith("_[k]") ? kernelFrame(part.slice(0, -4)) : userFrame(part);
      named.set(part, frame);
    }
    result.push(frame);
  }
  return result;
}

/** Java symbol files write `Lpackage/Class;::method`, and BCC does not escape the `;`. */
function joinClassNames(parts: string[]): string[] {
  if (!parts.some((part) => part.startsWith("::"))) return parts;
  const joined: string[] = [];
  for (const part of parts) {
    if (part.startsWith("::") && joined.length > 1) joined.push(`${joined.pop()}${part}`);
    else joined.push(part);
  }
  return joined;
}

/**
 * BCC puts the kernel's instruction pointer above the kernel stack, because kernels before 4.20 or so left it out of
 * the stack. On newer ones the leaf is there twice.
 */
function withoutRepeatedLeaf(stack: string[]): string[] {
  const leaf = stack.at(-1);
  if (leaf?.endsWith("_[k]") && leaf === stack.at(-2)) stack.pop();
  return stack;
}

function couldNotBeDisplayed(stderr: string): number {
  return Number(/(\d+) stack traces could not be displayed/.exec(stderr)?.[1] ?? 0);
}
