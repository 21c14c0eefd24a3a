import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import type { KernelTruth } from "../record.ts";

/** Asks the kernel itself, in other ways than diag's probe does. */
export function kernelTruth(): KernelTruth {
  return {
    kprobe: setsKprobe(),
    btf: (existsSync("/sys/kernel/btf/vmlinux") ? readFileSync("/sys/kernel/btf/vmlinux") : []).length > 0,
    headers: existsSync(`/lib/modules/${release()}/build/include/generated/autoconf.h`),
    lockdown: /lockdown=(\w+)/.exec(readFileSync("/proc/cmdline", "utf8"))?.[1] ?? "none",
  };
}

/** Documentation/trace/kprobetrace.rst */
function setsKprobe(): boolean {
  const file = "/sys/kernel/tracing/kprobe_events";
  try {
    writeFileSync(file, "p:diag_kernels do_exit\n", { flag: "a" });
    writeFileSync(file, "-:diag_kernels\n", { flag: "a" });
    return true;
  } catch {
    return false;
  }
}
