/** Where a breakpoint stands in a function, and what the kernel does there. */
export interface BreakpointSite {
  /** Bytes after the function's start. The first argument is still in its register there. */
  readonly offset: number;
  /**
   * The kernel runs the instruction under the breakpoint alone and stops again after it: a second trap, which in a virtual
   * machine costs ten times the first. What it can emulate (push, jumps, nop) it does in the first.
   */
  readonly isStepped: boolean;
}

const x86 = 62;

/** Instructions that leave %rdi, the first argument, as it is, by their bytes. */
const harmless: readonly (readonly [prefix: readonly number[], length: number])[] = [
  [[0xf3, 0x0f, 0x1e, 0xfa], 4], // endbr64
  [[0x48, 0x85, 0xff], 3], // test %rdi,%rdi
  [[0x48, 0x85, 0xf6], 3], // test %rsi,%rsi
  [[0x48, 0x83, 0xff], 4], // cmp $imm8,%rdi
  [[0x48, 0x83, 0xec], 4], // sub $imm8,%rsp
  [[0x48, 0x89, 0xf8], 3], // mov %rdi,%rax
  [[0x48, 0x89, 0xf9], 3], // mov %rdi,%rcx
  [[0x48, 0x8b, 0x05], 7], // mov disp32(%rip),%rax
  [[0x48, 0x8b, 0x15], 7], // mov disp32(%rip),%rdx
];

/** The function's start. */
export function entrySite(code: Uint8Array, machine: number): BreakpointSite {
  return { offset: 0, isStepped: machine !== x86 || !isEmulated(code) };
}

/** The first instruction that the kernel emulates, where nothing but harmless ones stand before it; else the start. */
export function cheapSite(code: Uint8Array, machine: number): BreakpointSite {
  let offset = 0;
  while (machine === x86) {
    const rest = code.subarray(offset);
    if (isEmulated(rest)) return { offset, isStepped: false };
    const next = harmless.find(([prefix]) => prefix.every((byte, index) => rest[index] === byte));
    if (next === undefined) break;
    offset += next[1];
  }
  return { offset: 0, isStepped: true };
}

/** arch/x86/kernel/uprobes.c, branch_setup_xol_ops and push_setup_xol_ops. */
function isEmulated(code: Uint8Array): boolean {
  const [first = 0, second = 0] = code;
  const isPush = (byte: number) => byte >= 0x50 && byte <= 0x57;
  const isJump = (first >= 0x70 && first <= 0x7f) || [0xe8, 0xe9, 0xeb].includes(first);
  const isFarJump = first === 0x0f && second >= 0x80 && second <= 0x8f;
  return isPush(first) || (first === 0x41 && isPush(second)) || isJump || isFarJump || first === 0x90;
}
