/** A TCP connection that has ended, as a tracer tells it. */
export interface TracedLife {
  readonly pid: number;
  readonly process: string;
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  /** KiB that the peer acknowledged; undefined where the tracer does not tell. */
  readonly sentKiB?: number;
  readonly receivedKiB?: number;
  readonly ms: number;
}

/** A connect(2) that was answered, or failed. */
export interface TracedConnect {
  readonly pid: number;
  readonly process: string;
  readonly remote: string;
  readonly remotePort: number;
  readonly local: string;
  /** Microseconds from the SYN to the end of the handshake, or to the failure. */
  readonly us: number;
  readonly failed: boolean;
}

/**
 * A line of tcplife(8) of libbpf-tools or BCC: `PID COMM LADDR LPORT RADDR RPORT TX_KB RX_KB MS`. Names of processes may hold blanks.
 */
export function readTcplifeLine(line: string): TracedLife | undefined {
  const [, pid, process = "", local = "", localPort, remote = "", remotePort, sent, received, ms] =
    /^(\d{1,10})\s+(.{0,40}?)\s+([0-9a-fA-F.:]{3,45})\s+(\d{1,5})\s+([0-9a-fA-F.:]{3,45})\s+(\d{1,5})\s+(\d{1,15}(?:\.\d{1,9})?)\s+(\d{1,15}(?:\.\d{1,9})?)\s+(\d{1,12}(?:\.\d{1,9})?)\s*$/.exec(
      line,
    ) ?? [];
  if (pid === undefined) return undefined;
  return {
    pid: Number(pid),
    // BCC's wide form has a column for the version of IP.
    process: process.replace(/\s+[46]$/, "").trim(),
    local: plain(local),
    localPort: Number(localPort),
    remote: plain(remote),
    remotePort: Number(remotePort),
    sentKiB: Number(sent),
    receivedKiB: Number(received),
    ms: Number(ms),
  };
}

/** A line of diag's own script: `life PID LADDR LPORT RADDR RPORT USECS COMM`. */
export function readLifeLine(line: string): TracedLife | undefined {
  const [, pid, local = "", localPort, remote = "", remotePort, us, process = ""] =
    /^life (\d{1,10}) ([0-9a-fA-F.:]{2,45}) (\d{1,5}) ([0-9a-fA-F.:]{2,45}) (\d{1,5}) (\d{1,15}) (.{0,40})$/.exec(
      line,
    ) ?? [];
  if (pid === undefined) return undefined;
  return {
    pid: Number(pid),
    process,
    local: plain(local),
    localPort: Number(localPort),
    remote: plain(remote),
    remotePort: Number(remotePort),
    ms: Number(us) / 1000,
  };
}

/** A line of diag's own script: `connect PID LADDR RADDR RPORT USECS RESULT COMM`, RESULT 1 established, 7 closed. */
export function readConnectLine(line: string): TracedConnect | undefined {
  const [, pid, local = "", remote = "", remotePort, us, state, process = ""] =
    /^connect (\d{1,10}) ([0-9a-fA-F.:]{2,45}) ([0-9a-fA-F.:]{2,45}) (\d{1,5}) (\d{1,15}) (\d{1,2}) (.{0,40})$/.exec(
      line,
    ) ?? [];
  if (pid === undefined) return undefined;
  return {
    pid: Number(pid),
    process,
    local: plain(local),
    remote: plain(remote),
    remotePort: Number(remotePort),
    us: Number(us),
    failed: state !== "1",
  };
}

/** A line of tcpconnlat(8): `PID COMM IP SADDR DADDR DPORT LAT(ms)`; those that failed are not told. */
export function readTcpconnlatLine(line: string): TracedConnect | undefined {
  const [, pid, process = "", local = "", remote = "", remotePort, ms] =
    /^(\d{1,10})\s+(.{0,40}?)\s+[46]\s+([0-9a-fA-F.:]{2,45})\s+([0-9a-fA-F.:]{2,45})\s+(\d{1,5})\s+(\d{1,12}(?:\.\d{1,9})?)\s*$/.exec(
      line,
    ) ?? [];
  if (pid === undefined) return undefined;
  return {
    pid: Number(pid),
    process: process.trim(),
    local: plain(local),
    remote: plain(remote),
    remotePort: Number(remotePort),
    us: 1000 * Number(ms),
    failed: false,
  };
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}
