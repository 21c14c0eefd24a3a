import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { readMountinfo } from "../../tools/kernel-files/mountinfo.ts";
import { HelperError } from "./helper-output.ts";
import { processText } from "./process-text.ts";

/** A folder that diag makes among the files of the target, for a library that the target itself must load. */
export interface TargetFolder extends AsyncDisposable {
  /** As the target sees it. */
  readonly inside: string;
  copyIn(file: string, name: string): void;
  /** From here on there is something to undo, or no longer. */
  setChanged(isChanged: boolean): void;
  /** Text of a file that the target wrote there; empty where there is none. */
  read(name: string): Buffer;
}

export interface TargetFolderRequest {
  readonly pid: number;
  /** Removed at the end, with the folder: what else the target puts there is its own. */
  readonly names: readonly string[];
  /** A program that undoes what was done to the target, run before the files are removed, where `setChanged` says so. */
  readonly undo: (inside: string) => readonly string[];
}

const candidates = ["/tmp", "/var/tmp", "/run", "/dev/shm"];

/**
 * The folder goes away however diag ends: a shell in a session of its own waits on a pipe from this process, as the
 * runner's ProcessGuard does. Nothing of the target is trusted: a link would lead to the files of this side.
 *
 * @throws HelperError when the target has no folder that can be written and from which code may be loaded.
 */
export function targetFolder(request: TargetFolderRequest): TargetFolder {
  const root = `/proc/${request.pid}/root`;
  const parent = loadable(root, processText(request.pid, "mountinfo"));
  const outside = make(root, parent);
  const inside = outside.slice(root.length);
  const status = processText(request.pid, "status");
  const effective = (field: string) => Number(new RegExp(`^${field}:\\s+\\d+\\s+(\\d+)`, "m").exec(status)?.[1]);
  chownSync(outside, effective("Uid"), effective("Gid"));
  chmodSync(outside, 0o700);
  const handle = openSync(outside, constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const ended = removal(outside, request.names, request.undo(inside));
  return {
    inside,
    copyIn(file, name) {
      const copy = `/proc/self/fd/${handle}/${name}`;
      copyFileSync(file, copy, constants.COPYFILE_EXCL);
      chmodSync(copy, 0o755);
    },
    setChanged(isChanged) {
      const mark = `/proc/self/fd/${handle}/${changed}`;
      if (isChanged) writeFileSync(mark, "", { flag: "wx" });
      else rmSync(mark, { force: true });
    },
    read: (name) => readPlainFile(`/proc/self/fd/${handle}/${name}`),
    async [Symbol.asyncDispose]() {
      closeSync(handle);
      await ended();
    },
  };
}

function make(root: string, parent: string): string {
  try {
    return mkdtempSync(join(root, parent, "diag-profile-"));
  } catch (error) {
    throw new HelperError(`no folder could be made in ${parent} of the target: ${(error as Error).message}`);
  }
}

function loadable(root: string, mountinfo: string): string {
  const refused: string[] = [];
  for (const folder of candidates) {
    if (!isFolder(root + folder)) continue;
    const [options] = mountOptions(folder, mountinfo).filter((option) => option === "ro" || option === "noexec");
    if (options === undefined) return folder;
    refused.push(`${folder} ${options}`);
  }
  throw new HelperError(
    `the target has no folder from which it could load a library (${refused.join(", ") || "no /tmp"}): mount a tmpfs with exec at its /tmp`,
  );
}

/** Options of the mount that holds `folder`, its own and its file system's; proc_pid_mountinfo(5). */
export function mountOptions(folder: string, mountinfo: string): string[] {
  let holder = { path: "", options: [] as string[] };
  for (const { path, options, superOptions } of readMountinfo(mountinfo)) {
    const holds = path === "/" || folder === path || folder.startsWith(`${path}/`);
    if (!holds || path.length < holder.path.length) continue;
    holder = { path, options: [...options, ...superOptions] };
  }
  return holder.options;
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function readPlainFile(path: string): Buffer {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fstatSync(file).isFile() ? readFileSync(file) : Buffer.alloc(0);
    } finally {
      closeSync(file);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

const changed = "changed";

/** From within the folder, so that names are those of this folder, whatever its path has become, also when the process is gone and
 * /proc/PID with it. */
const script = `
read -r _
folder=$1 names=$2
shift 2
if [ -e ${changed} ]; then "$@" >/dev/null 2>&1; fi
rm -f -- ${changed} $names
cd -P .. && rmdir -- "$folder"
`;

function removal(folder: string, names: readonly string[], undo: readonly string[]): () => Promise<void> {
  const words = ["-c", script, "sh", basename(folder), names.join(" "), ...undo];
  const shell = spawn("/bin/sh", words, { cwd: folder, stdio: ["pipe", "ignore", "ignore"], detached: true });
  const ended = new Promise<void>((resolve) => {
    shell.once("exit", () => resolve());
    shell.once("error", () => resolve());
  });
  shell.unref();
  return async () => {
    shell.ref();
    shell.stdin.end();
    await ended;
  };
}
