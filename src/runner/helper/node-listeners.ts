import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Ports on which the process listens, in its own network namespace: its sockets among those of /proc/PID/net/tcp. */
export function listeningPorts(pid: number): number[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  );
  return listeners(readFileSync(`/proc/${pid}/net/tcp`, "utf8")).flatMap(({ port, inode }) =>
    inodes.has(inode) ? [port] : [],
  );
}

/** proc_pid_net(5): `sl local_address rem_address st … uid timeout inode`; state 0A listens. */
export function listeners(table: string): { port: number; inode: string }[] {
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(":")[1] ?? "", 16);
    return fields[3] === "0A" && Number.isInteger(port) ? [{ port, inode: fields[9] ?? "" }] : [];
  });
}

/** Whether the process handles the signal; one that does not would die of it. */
export function handlesSignal(status: string, number: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  return ((BigInt(`0x${caught}`) >> BigInt(number - 1)) & 1n) === 1n;
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
