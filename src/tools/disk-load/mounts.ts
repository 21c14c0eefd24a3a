/** A file system as one process sees it (/proc/PID/mountinfo, proc_pid_mountinfo(5)). */
export interface Mount {
  readonly path: string;
  readonly type: string;
  /** Device number, `254:1`; one with major 0 is of no block device. */
  readonly device: string;
  /** Of an overlay: the folder that is written to, as the host names it. */
  readonly upper?: string;
}

export function mountsOf(text: string | undefined): Mount[] {
  return (text ?? "").split("\n").flatMap((line): Mount[] => {
    const [own, source] = line.split(" - ");
    const [, , device, , path] = own?.split(" ") ?? [];
    const [type, , options] = source?.split(" ") ?? [];
    if (device === undefined || path === undefined || type === undefined || !/^\d{1,7}:\d{1,7}$/.test(device))
      return [];
    const upper = /(?:^|,)upperdir=([^,]+)/.exec(options ?? "")?.[1];
    return [{ path: unescaped(path), type, device, ...(upper === undefined ? {} : { upper: unescaped(upper) }) }];
  });
}

/** The device below a mount: an overlay's is that of the host's file system on which its upper folder lies. */
export function deviceBelow({ device, upper }: Mount, host: readonly Mount[]): string {
  if (upper === undefined) return device;
  const holds = ({ path }: Mount) => path === "/" || upper === path || upper.startsWith(`${path}/`);
  return host.filter(holds).toSorted((a, b) => b.path.length - a.path.length)[0]?.device ?? device;
}

/** Single files that every container runtime mounts: they say where the runtime lives, and nothing of the program. */
const ofRuntime = /^\/(?:etc\/(?:hosts|hostname|resolv\.conf)|dev\/termination-log)$/;

export function isOfRuntime({ path }: Mount): boolean {
  return ofRuntime.test(path);
}

/** Blanks, tabs, line ends and backslashes are written as `\040` and its like. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
