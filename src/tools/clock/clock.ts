import { perl, timedatectl } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { clockFactDeclarations, parseAdjtimex, parseTimedatectl } from "./clock-facts.ts";

/** Number of adjtimex(2): of x86-64 (syscall_64.tbl), of the older 64-bit architectures, and of asm-generic/unistd.h for the rest. */
const adjtimex = { x64: 159, s390x: 124, ppc64: 124 } as Readonly<Record<string, number>>;

/** Reads struct timex (include/uapi/linux/timex.h, 64 bit) with no mode set, which changes nothing and asks for no privilege. */
const script = `
my $timex = "\\0" x 256;
my $state = syscall($ARGV[0] + 0, $timex);
die "adjtimex: $!\\n" if $state < 0;
my (undef, $offset, undef, $maxerror, undef, $status) = unpack("l x4 q q q q l", $timex);
print "state=$state\\nstatus=$status\\noffset=$offset\\nmaxerror=$maxerror\\n";
print "source=", <FILE> if open(FILE, "<", "/sys/devices/system/clocksource/clocksource0/current_clocksource");
`;

/** Whether something keeps the node's clock, and what the kernel tells the time by. */
export const clock: Tool = {
  name: "clock",
  title: "whether the node's clock is kept by something",
  arguments: {},
  facts: clockFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "adjtimex",
      precision:
        "The kernel's own state of the clock, whoever keeps it (ntpd, chrony, systemd-timesyncd, ptp). What a hypervisor does to the clock from outside it does not know.",
      requires: [{ kind: "binary", binary: perl }],
      overhead: { cpuPercentOfCore: 0.1, basis: "one system call and one small file, once" },
      collect: () => ({
        kind: "commands",
        commands: [{ binary: perl, argv: ["-e", script, `${adjtimex[process.arch] ?? 171}`] }],
      }),
      parse: parseAdjtimex,
    },
    {
      name: "timedatectl",
      precision: "Only whether the clock is kept, as systemd asks the kernel; not how far it may be off.",
      requires: [{ kind: "binary", binary: timedatectl }],
      overhead: { cpuPercentOfCore: 0.5, basis: "one small program, once" },
      collect: () => ({
        kind: "commands",
        commands: [{ binary: timedatectl, argv: ["show", "--property=NTPSynchronized"] }],
      }),
      parse: parseTimedatectl,
    },
  ],
};
