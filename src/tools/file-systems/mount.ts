import { readMountinfo } from "../kernel-files/mountinfo.ts";

/** A mount, as far as it matters how full it is and whether it may be written. */
export interface Mount {
  /** `major:minor`: the same of two mounts of one file system. */
  readonly device: string;
  readonly path: string;
  readonly type: string;
  /** What is mounted: /dev/sda1, tmpfs. */
  readonly source: string;
  /** Nothing can be written here, as whoever mounted it asked for. */
  readonly readOnly: boolean;
  /** The file system itself is read-only. With a mount that may be written it turned so after an error. */
  readonly superReadOnly: boolean;
}

export function mountsIn(text: string | undefined): Mount[] {
  return readMountinfo(text).map(({ device, path, type, source, options, superOptions }) => ({
    ...{ device, path, type, source, readOnly: options.includes("ro") },
    // Since Linux 6.12 ext4 stays rw after an error, and since 6.15 it says so by a word of its own.
    superReadOnly: superOptions.includes("ro") || superOptions.includes("emergency_ro"),
  }));
}

/** Kept on a disk or in memory of this node: asking them cannot wait for anybody else. Overlays show what lies below them. */
const local = new Set([
  ...["ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "f2fs", "zfs", "jfs", "reiserfs", "nilfs2"],
  ...["vfat", "exfat", "ntfs3", "tmpfs", "devtmpfs"],
]);

/** Those of which it is not told how full they are: nothing is kept there, or nobody can write. */
export function isAsked({ type, readOnly, superReadOnly }: Mount): boolean {
  return local.has(type) && !(readOnly && superReadOnly);
}

/** One file system as `diag helper file-systems` tells of it, in blocks turned into bytes. */
export interface FileSystem extends Mount {
  readonly kind: "file-system";
  /** Id of the container in whose mount namespace alone it was found. */
  readonly container?: string;
  readonly size: number;
  /** Not in use at all; some of it may be kept for root. */
  readonly free: number;
  /** What programs without root can still get. */
  readonly available: number;
  /** 0 where the file system makes inodes as it needs them. */
  readonly inodes: number;
  readonly inodesFree: number;
}

/** The last line that the helper prints. */
export interface FileSystemsEnd {
  readonly kind: "end";
  /** Mount namespaces that were looked at, and those that could not be. */
  readonly namespaces: number;
  readonly hidden: number;
  /** Mounts that were not asked because their data is elsewhere. */
  readonly remote: number;
}
