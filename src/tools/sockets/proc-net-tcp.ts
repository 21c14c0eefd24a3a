import { type Endpoint, plainAddress, type Socket, type SocketState } from "./socket.ts";

/** include/net/tcp_states.h; 12 is a half-open connection that has no socket of its own yet. */
const states: Readonly<Record<string, SocketState>> = {
  "01": "ESTAB",
  "02": "SYN-SENT",
  "03": "SYN-RECV",
  "04": "FIN-WAIT-1",
  "05": "FIN-WAIT-2",
  "06": "TIME-WAIT",
  "07": "UNCONN",
  "08": "CLOSE-WAIT",
  "09": "LAST-ACK",
  "0A": "LISTEN",
  "0B": "CLOSING",
  "0C": "SYN-RECV",
};

/**
 * A line of /proc/PID/net/tcp or tcp6 (net/ipv4/tcp_ipv4.c get_tcp4_sock, Documentation/networking/proc_net_tcp.rst). The backlog of
 * a listener stands in tx_queue only since it is 0 there: it is unknown, and so is a full queue.
 */
export function readProcNetTcpLine(line: string): Socket | undefined {
  const [
    ,
    local = "",
    localPort = "",
    remote = "",
    remotePort = "",
    st = "",
    tx = "",
    rx = "",
    timer,
    retries = "0",
    inode,
  ] =
    /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8}) ([0-9A-F]{2}):[0-9A-F]{8,16} ([0-9A-F]{8})\s+\d+\s+\d+ (\d{1,12})/.exec(
      line,
    ) ?? [];
  const state = states[st];
  if (state === undefined) return undefined;
  const [from, to] = [endpoint(local, localPort), endpoint(remote, remotePort)];
  return {
    state,
    receiveQueue: Number.parseInt(rx, 16),
    sendQueue: Number.parseInt(tx, 16),
    local: from,
    remote: to,
    inode: Number(inode),
    key: `${local}${localPort}${remote}${remotePort}`,
    retries: timer === "01" ? Number.parseInt(retries, 16) : 0,
    persists: timer === "04",
  };
}

function endpoint(hex: string, port: string): Endpoint {
  const address = hex.length === 8 ? v4(hex) : v6(hex);
  return { address: plainAddress(address), port: Number.parseInt(port, 16) };
}

/** Each 32-bit word in the byte order of the machine; those that Linux containers run on are little-endian, but for s390x. */
function bytesOf(word: string): number[] {
  return [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16));
}

function v4(hex: string): string {
  return bytesOf(hex).join(".");
}

function v6(hex: string): string {
  const bytes = [0, 8, 16, 24].flatMap((at) => bytesOf(hex.slice(at, at + 8)));
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff)
    return bytes.slice(12).join(".");
  const words = Array.from({ length: 8 }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  const zeros = /(?:^|:)0(?::0)+(?=:|$)/g;
  const text = words.join(":");
  const longest = [...text.matchAll(zeros)].toSorted((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return text;
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length).replace(/^:/, "")}`;
}
