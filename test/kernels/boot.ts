import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { GuestRecord } from "./record.ts";

export interface Machine {
  readonly kernel: string;
  readonly initrd: string;
  /** Behind the kernel's own words. */
  readonly commandLine: readonly string[];
  /** The disks, in their order. Nothing that the guest writes stays. */
  readonly disks: readonly string[];
  /** A file for what the guest prints. */
  readonly console: string;
  readonly deadlineMs: number;
}

/** Where the guest's lines come in: a channel of virtio, which qemu hands on as its own stdout. */
const channel = [
  "-device virtio-serial-pci",
  "-chardev stdio,id=results,signal=off",
  "-device virtserialport,chardev=results,name=results",
];

/**
 * Boots a machine without any help of the processor, and hands on what its checks tell, line by line, until it turns itself off.
 *
 * @returns What ended it where it did not end by itself.
 */
export async function boot(machine: Machine, onRecord: (record: GuestRecord) => void): Promise<string | undefined> {
  const append = [
    "root=/dev/vda rw console=ttyS0 loglevel=4 panic=-1 oops=panic init=/sbin/kernels-init",
    // Guards against speculation cost an emulated processor much, and have none to guard.
    "mitigations=off",
    ...machine.commandLine,
  ];
  const argv = [
    ...["-accel", "tcg,thread=multi", "-machine", "pc", "-cpu", "Nehalem", "-smp", "2", "-m", "3072"],
    ...["-display", "none", "-nodefaults", "-no-user-config", "-no-reboot", "-snapshot", "-nic", "none"],
    ...["-kernel", machine.kernel, "-initrd", machine.initrd, "-append", append.join(" ")],
    ...["-serial", `file:${machine.console}`],
    ...machine.disks.flatMap((file) => ["-drive", `file=${file},format=raw,if=virtio`]),
    ...channel.flatMap((option) => option.split(" ")),
  ];
  const qemu = spawn("nice", ["-n", "1", "qemu-system-x86_64", ...argv], {
    // With a stdin at its end qemu would take the channel for closed.
    stdio: ["pipe", "pipe", "inherit"],
    timeout: machine.deadlineMs,
    killSignal: "SIGKILL",
  });
  // Whoever stops the matrix stops the machine.
  const stop = () => void qemu.kill("SIGKILL");
  process.once("exit", stop);
  const ended = new Promise<string | undefined>((resolve) => {
    qemu.once("error", (error) => resolve(error.message));
    qemu.once("close", (code, signal) => {
      if (signal !== null) resolve(`it was stopped at its deadline of ${machine.deadlineMs / 60_000} minutes`);
      else resolve(code === 0 ? undefined : `qemu ended with ${code}`);
    });
  });
  let hasEnded = false;
  for await (const line of createInterface({ input: qemu.stdout })) {
    const record = JSON.parse(line) as GuestRecord;
    hasEnded ||= record.kind === "end";
    onRecord(record);
  }
  const why = await ended;
  process.off("exit", stop);
  return why ?? (hasEnded ? undefined : "the guest ended before its checks did");
}
