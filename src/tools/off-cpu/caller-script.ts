/** Words of the stack that are looked at: pthread_cond_timedwait's and clock_nanosleep's frames are the largest of those that matter. */
const nearWords = 24;
/** A stack is seldom larger. */
const largeStack = 0x800000;
/** Further than this from the leaf is another module: the C library's code is smaller. */
const sameModule = 0x200000;

/** `stack` of struct task_struct, the first field that may be moved (randomize_layout): behind thread_info and the state, from Linux 5.11 on, and before. */
const stackOffsets = [32, 24];
/** Below the top of the kernel's stack, where FRED is built in and where it is not (TOP_OF_KERNEL_STACK_PADDING). */
const paddings = [0, 16];
/** struct pt_regs of arch/x86/include/uapi/asm/ptrace.h. */
const registers = { size: 168, bp: 32, ip: 128, cs: 136, sp: 152, ss: 160 } as const;
/** THREAD_SIZE. */
const kernelStack = 16_384;
/** __USER_CS and __USER_DS of arch/x86/include/asm/segment.h. */
const selectors = { cs: 0x33, ss: 0x2b } as const;

/**
 * glibc keeps no frame pointer, so that a stack by frame pointers goes from its leaf past the function that called it to that one's
 * caller. These lines of bpftrace set `$caller` to the return address of the call: the first word of the stack that lies in
 * another module than the leaf and follows a call of another module (by its entry in the PLT or GOT: what earlier calls have left on the
 * stack follows other calls); 0 where there is none. Names go to `@name[address]`.
 *
 * The registers that a system call saved lie at the top of the kernel's stack; that the selectors in them are the program's tells that they
 * were found. Where they lie is written as numbers, which need no BTF: bpftrace 0.17 takes 1.4 s of CPU to read the kernel's types, and 0.1 s
 * without. Elsewhere than on x86-64 glibc has frame pointers.
 *
 * `$framed` says whether the frame pointer points into the stack: where glibc uses the register for something else, a stack by frame pointers
 * has a frame that is none after its leaf, another one each time.
 */
export function callerScript(arch: string, words = nearWords): readonly string[] {
  if (arch !== "x64") return ["  $caller = (uint64)0; $framed = 1;"];
  const register = (name: Exclude<keyof typeof registers, "size">) => `*(uint64 *)kptr($saved + ${registers[name]})`;
  const places = stackOffsets.flatMap((offset) => paddings.map((padding) => ({ offset, padding })));
  return [
    // What is used after a block is named before it: later versions keep to it what is named there first.
    "  $caller = (uint64)0; $leaf = (uint64)0; $at = (uint64)0; $framed = 0; $saved = (uint64)0;",
    ...places.flatMap(({ offset, padding }) => [
      "  if ($leaf == 0) {",
      `    $saved = *(uint64 *)kptr((uint64)curtask + ${offset}) + ${kernelStack - registers.size - padding};`,
      `    if (${register("cs")} == ${selectors.cs} && ${register("ss")} == ${selectors.ss}) { $leaf = ${register("ip")}; $at = ${register("sp")}; }`,
      "  }",
    ]),
    "  if ($leaf != 0) {",
    `    if (${register("bp")} >= $at && ${register("bp")} < $at + ${largeStack}) { $framed = 1; }`,
    `    unroll(${words}) {`,
    "      if ($caller == 0) {",
    "        $word = *(uint64 *)uptr($at);",
    `        if ($word > 0x10000 && $word < 0x7fffffffffff && ($word + ${sameModule} < $leaf || $word > $leaf + ${sameModule})) {`,
    "          $code = *(uint64 *)uptr($word - 8);",
    // call [rip+disp32]
    "          if ((($code >> 16) & 0xffff) == 0x15ff) { $caller = $word; }",
    // call rel32, to what begins with jmp [rip+disp32] after endbr64 and bnd or without.
    "          if ((($code >> 24) & 0xff) == 0xe8) {",
    "            $to = $word + ($code >> 32); if (($code >> 63) != 0) { $to -= 0x100000000; }",
    "            $stub = *(uint64 *)uptr($to); if (($stub & 0xffffffff) == 0xfa1e0ff3) { $stub = $stub >> 32; }",
    "            if (($stub & 0xffff) == 0x25ff || ($stub & 0xffffff) == 0x25fff2) { $caller = $word; }",
    "          }",
    "        }",
    "        $at += 8;",
    "      }",
    "    }",
    "  }",
    "  if ($caller != 0) { @name[$caller] = usym($caller); }",
  ];
}
