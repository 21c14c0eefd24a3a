import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const mostProcesses = 5_000;

/** The processes and all that they have started since. */
export function withDescendants(pids: readonly number[]): number[] {
  const found = new Set(pids);
  for (const pid of found) {
    if (found.size >= mostProcesses) break;
    for (const task of names(`/proc/${pid}/task`)) {
      const children = textOf(`/proc/${pid}/task/${task}/children`) ?? "";
      for (const child of children.split(" ").filter(Boolean)) found.add(Number(child));
    }
  }
  return [...found];
}

/** The links in /proc/PID/fd: `socket:[17]`, `/var/log/x`, `anon_inode:[eventfd]`. Undefined where they may not be read. */
export function descriptorsOf(pid: number): { readonly number: number; readonly link: string }[] | undefined {
  let numbers: string[];
  try {
    numbers = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return undefined;
  }
  return numbers.flatMap((name) => {
    try {
      return [{ number: Number(name), link: readlinkSync(`/proc/${pid}/fd/${name}`) }];
    } catch {
      return [];
    }
  });
}

/** The inode of `socket:[17]`. */
export function socketInode(link: string): number | undefined {
  return link.startsWith("socket:[") ? Number(link.slice(8, -1)) : undefined;
}

export function allProcesses(): number[] {
  return names("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

export function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
