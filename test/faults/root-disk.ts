import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";

/** The disk, not its partition, on which `/` is: `/dev/vda`. */
export function rootDisk(): string {
  const mount = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .find((line) => line.split(" ")[4] === "/");
  const device = realpathSync(`/sys/dev/block/${mount?.split(" ")[2]}`);
  return `/dev/${basename(existsSync(`${device}/partition`) ? dirname(device) : device)}`;
}
