/** The suites of Debian whose `linux-image-amd64` is booted, by the name of its kernels here. */
import kernels from "./kernels.json" with { type: "json" };

export interface Entry {
  readonly name: string;
  readonly kernel: keyof typeof kernels;
  /** On the kernel's command line; `hide=PATH` and `tracers` are the guest's own words (guest/). */
  readonly commandLine: readonly string[];
  /** What it is in the matrix for. */
  readonly proves: string;
  /** What the probe must say of it. */
  readonly has: {
    readonly btf: boolean;
    readonly kprobes: boolean;
    readonly headers: boolean;
    readonly lockdown: string;
  };
}

const all = { btf: true, kprobes: true, headers: true, lockdown: "none" } as const;

export const matrix: readonly Entry[] = [
  { name: "5.10", kernel: "5.10", commandLine: [], proves: "the oldest that Debian still mends", has: all },
  { name: "6.1", kernel: "6.1", commandLine: [], proves: "Debian 12", has: all },
  { name: "6.12", kernel: "6.12", commandLine: [], proves: "Debian 13", has: all },
  {
    name: "7.3",
    kernel: "7.3",
    commandLine: [],
    proves: "the newest that Debian has for its stable release",
    has: all,
  },
  {
    name: "no-btf",
    kernel: "6.1",
    commandLine: ["hide=/sys/kernel/btf", "tracers"],
    proves:
      "no BTF: an empty folder lies over /sys/kernel/btf, as all kernels that Debian still has were built with it",
    has: { ...all, btf: false },
  },
  {
    name: "lockdown",
    kernel: "6.12",
    commandLine: ["lockdown=confidentiality", "tracers"],
    proves: "kernel lockdown, confidentiality",
    has: { ...all, lockdown: "confidentiality" },
  },
];
