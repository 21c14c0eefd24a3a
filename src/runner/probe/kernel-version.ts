/**
 * The kernel's own version, where the release does not end in it: Debian's 5.10.0-46-amd64 is 5.10.262, as /proc/version says.
 */
export function kernelVersion(release: string, procVersion: string): string | undefined {
  const version = / Debian (\d+\.\d+(?:\.\d+)?)/.exec(procVersion)?.[1] ?? /^\d+\.\d+(?:\.\d+)?/.exec(release)?.[0];
  return version === undefined || version.split(".").length === 3 ? version : `${version}.0`;
}
