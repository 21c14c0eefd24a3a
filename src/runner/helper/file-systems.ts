import { statfsSync } from "node:fs";
import { join } from "node:path";
import { type FileSystem, type FileSystemsEnd, isAsked, type Mount, mountsIn } from "../../tools/file-systems/mount.ts";
import { containerId } from "../../tools/process/container-id.ts";
import type { HelperOutput } from "./helper-output.ts";
import { allProcesses, linkOf, textOf } from "./target-descriptors.ts";

/** More than a node has that works; each costs a statfs. */
const [mostNamespaces, mostFileSystems] = [2_000, 5_000];
const remoteTypes = /^(?:nfs4?|cifs|smb3|ceph|glusterfs|lustre|afs|9p|virtiofs|fuse(?:\..*)?)$/;

/** The file systems of every mount namespace, each once: as the first process that has it mounted sees it. */
export function fileSystems({ own }: { readonly own: boolean }): HelperOutput {
  const found = new Map<string, FileSystem>();
  const remote = new Set<string>();
  const { seen, hidden } = own ? { seen: ["self" as const], hidden: 0 } : mountNamespaces();
  for (const pid of seen) {
    const mounts = mountsIn(textOf(`/proc/${pid}/mountinfo`));
    const container = own ? undefined : containerId(textOf(`/proc/${pid}/cgroup`) ?? "");
    for (const mount of mounts) {
      if (remoteTypes.test(mount.type)) remote.add(mount.device);
      if (found.size >= mostFileSystems || found.has(mount.device) || !isAsked(mount)) continue;
      const measured = measure(join(`/proc/${pid}/root`, mount.path), mount, container);
      if (measured !== undefined) found.set(mount.device, measured);
    }
  }
  const end: FileSystemsEnd = { kind: "end", namespaces: seen.length, hidden, remote: remote.size };
  return { stdout: [...found.values(), end].map((line) => `${JSON.stringify(line)}\n`).join(""), stderr: "" };
}

/** A process of each, the eldest first: the node's own are found before those of its containers. */
function mountNamespaces(): { readonly seen: readonly number[]; readonly hidden: number } {
  const seen = new Map<string, number>();
  let hidden = 0;
  for (const pid of allProcesses().toSorted((a, b) => a - b)) {
    const namespace = linkOf(`/proc/${pid}/ns/mnt`);
    if (namespace === undefined) hidden += isThere(pid) ? 1 : 0;
    else if (!seen.has(namespace) && seen.size < mostNamespaces) seen.set(namespace, pid);
  }
  return { seen: [...seen.values()], hidden };
}

/** A process that has ended meanwhile hides nothing. */
function isThere(pid: number): boolean {
  return textOf(`/proc/${pid}/stat`) !== undefined;
}

/** Something may be mounted over it, or it may be gone. */
function measure(path: string, mount: Mount, container: string | undefined): FileSystem | undefined {
  try {
    const { bsize, blocks, bfree, bavail, files, ffree } = statfsSync(path);
    return {
      kind: "file-system",
      ...mount,
      ...(container === undefined ? {} : { container }),
      size: bsize * blocks,
      free: bsize * bfree,
      available: bsize * bavail,
      inodes: files,
      inodesFree: ffree,
    };
  } catch {
    return undefined;
  }
}
