import { readMountinfo, unescapePath } from "../kernel-files/mountinfo.ts";

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
  return readMountinfo(text).map(({ path, type, device, superOptions }) => {
    const upper = superOptions.find((option) => option.startsWith("upperdir="))?.slice("upperdir=".length);
    return { path, type, device, ...(upper === undefined ? {} : { upper: unescapePath(upper) }) };
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
