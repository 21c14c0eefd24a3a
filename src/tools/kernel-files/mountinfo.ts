/** A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export interface MountLine {
  /** `major:minor`: the same of two mounts of one file system; with major 0 of no block device. */
  readonly device: string;
  readonly path: string;
  readonly type: string;
  /** What is mounted: /dev/sda1, tmpfs. */
  readonly source: string;
  /** Of this mount: rw, noatime. */
  readonly options: readonly string[];
  /** Of its file system, however often it is mounted. */
  readonly superOptions: readonly string[];
}

/** Longer lines are no kernel's. */
const longestLine = 20_000;

/** Lines that are none are passed over: whoever mounts something chooses what stands in them. */
export function readMountinfo(text: string | undefined): MountLine[] {
  return (text ?? "").split("\n").flatMap((line) => readLine(line.slice(0, longestLine)) ?? []);
}

/** `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue` */
function readLine(line: string): MountLine | undefined {
  const [own = "", system = ""] = line.split(" - ");
  const [, , device = "", , path, options = ""] = own.split(" ");
  const [type = "", source, superOptions = ""] = system.split(" ");
  if (path === undefined || source === undefined || !/^\d{1,7}:\d{1,8}$/.test(device)) return undefined;
  return {
    ...{ device, path: unescapePath(path), type, source: unescapePath(source) },
    ...{ options: options.split(","), superOptions: superOptions.split(",") },
  };
}

/** Blanks, tabs, line ends and backslashes are written as `\040` and its like. */
export function unescapePath(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
