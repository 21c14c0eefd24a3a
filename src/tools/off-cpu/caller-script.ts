/** Words of the stack that are looked at: pthread_cond_timedwait's and clock_nanosleep's frames are the largest of those that matter. */
const words = 24;
/** Further than this from the leaf is another module: the C library's code is smaller. */
const sameModule = 0x200000;

/**
 * glibc keeps no frame pointer, so that a stack by frame pointers goes from its leaf past the function that called it to that one's
 * caller. These lines of bpftrace set `$caller` to the return address of the call: the first word of the stack that lies in
 * another module than the leaf and follows a call instruction; 0 where there is none. Names go to `@name[address]`.
 *
 * The registers that a system call saved lie at the top of the kernel's stack (task_pt_regs of arch/x86, THREAD_SIZE of 16 KiB,
 * below 16 bytes where FRED is built in); that `cs` is the program's tells that they were found. Elsewhere than on x86-64
 * glibc has frame pointers.
 */
export function callerScript(arch: string): readonly string[] {
  if (arch !== "x64") return ["  $caller = (uint64)0;"];
  return [
    "  $caller = (uint64)0;",
    "  $top = ((uint64)curtask->stack) + 16384 - sizeof(struct pt_regs); $regs = (struct pt_regs *)$top;",
    "  if ($regs->cs != 0x33) { $regs = (struct pt_regs *)($top - 16); }",
    "  if ($regs->cs == 0x33) {",
    "    $leaf = $regs->ip; $at = $regs->sp;",
    `    unroll(${words}) {`,
    "      if ($caller == 0) {",
    "        $word = *(uint64 *)uptr($at);",
    `        if ($word > 0x10000 && $word < 0x7fffffffffff && ($word - $leaf + ${sameModule}) > ${2 * sameModule}) {`,
    // call rel32, call [rip+disp32], call register, call [register+disp8].
    "          $code = *(uint64 *)uptr($word - 8);",
    "          if ((($code >> 24) & 0xff) == 0xe8 || (($code >> 16) & 0xffff) == 0x15ff || (($code >> 48) & 0xf8ff) == 0xd0ff || (($code >> 40) & 0xf8ff) == 0x50ff) { $caller = $word; }",
    "        }",
    "        $at += 8;",
    "      }",
    "    }",
    "  }",
    "  if ($caller != 0 && @named[$caller] == 0) { @named[$caller] = 1; @name[$caller] = usym($caller); }",
  ];
}
