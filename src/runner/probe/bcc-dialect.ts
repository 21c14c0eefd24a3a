import { readFileSync } from "node:fs";

/** The multiarch folders of Debian and Ubuntu, those of other distributions, and what is built from source. */
const libraries = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
  "/usr/lib64",
  "/usr/lib",
  "/usr/local/lib",
];

/**
 * Whether the BCC that is here cannot compile against headers of this kernel: since Linux 6.19 they hold structures that take
 * -fms-extensions, and BCC brings its own list of flags (iovisor/bcc#5525; seen with BCC 0.31 on 7.3). Where no libbcc is
 * found, nothing is known.
 */
export function isBccTooOld(release: string, folders: readonly string[] = libraries): boolean {
  const [major = 0, minor = 0] = release.split(".").map((part) => Number.parseInt(part, 10));
  if (major < 6 || (major === 6 && minor < 19)) return false;
  for (const folder of folders) {
    try {
      return !readFileSync(`${folder}/libbcc.so.0`).includes("-fms-extensions");
    } catch {
      // Not here.
    }
  }
  return false;
}
