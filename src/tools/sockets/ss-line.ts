import { type Endpoint, plainAddress, type Socket, type SocketState, type TcpInfo } from "./socket.ts";

/** As sstate_name of iproute2's misc/ss.c has them. */
const states: ReadonlySet<string> = new Set<SocketState>([
  ...(["ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"] as const),
  ...(["UNCONN", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING"] as const),
]);

/** Without a header, one line a socket, numbers as they are, all states; timers, memory, inodes and tcp_info. */
export const ssArguments = ["-H", "-O", "-n", "-t", "-a", "-i", "-m", "-e", "-o"] as const;

/**
 * A line of `ss -HOntaimeo` (misc/ss.c: sock_state_print, inet_addr_print, tcp_stats_print). What it does not know it skips: later
 * versions write more. Undefined of what is no such line.
 */
export function readSsLine(line: string): Socket | undefined {
  const [, state = "", receive, send, local = "", remote = "", rest = ""] =
    /^([A-Z0-9-]{4,10})\s+(\d{1,15})\s+(\d{1,15})\s+(\S{3,80})\s+(\S{3,80})(.*)$/.exec(line) ?? [];
  const [from, to] = [readEndpoint(local), readEndpoint(remote)];
  if (!isState(state) || from === undefined || to === undefined) return undefined;
  const [, timer, retries] = /\stimer:\(([a-z]+),[^,()]{0,20},(\d{1,6})\)/.exec(rest) ?? [];
  const cookie = /\ssk:([0-9a-f]{1,32})/.exec(rest)?.[1];
  const info = readInfo(rest);
  return {
    state,
    receiveQueue: Number(receive),
    sendQueue: Number(send),
    local: from,
    remote: to,
    inode: after(rest, "ino:") ?? 0,
    key: cookie ?? `${local} ${remote}`,
    retries: timer === "on" ? Number(retries) : 0,
    persists: timer === "persist",
    ...(info === undefined ? {} : { info }),
  };
}

function isState(text: string): text is SocketState {
  return states.has(text);
}

/** `10.0.0.1%eth0:80`, `[::1]:80`, `*:80`, `0.0.0.0:*`. */
function readEndpoint(text: string): Endpoint | undefined {
  const colon = text.lastIndexOf(":");
  if (colon < 0) return undefined;
  const port = text.slice(colon + 1);
  if (!/^(\d{1,5}|\*)$/.test(port)) return undefined;
  const address = text
    .slice(0, colon)
    .replace(/%[^\]]*/, "")
    .replace(/^\[|\]$/g, "");
  return { address: plainAddress(address), port: port === "*" ? 0 : Number(port) };
}

/** Only where the kernel gave tcp_info of a connection: it always says its congestion window. */
function readInfo(rest: string): TcpInfo | undefined {
  const cwnd = after(rest, "cwnd:");
  const mss = after(rest, "mss:");
  if (cwnd === undefined || mss === undefined) return undefined;
  const [, rtt, rttVar] = /\srtt:([\d.]{1,15})\/([\d.]{1,15})/.exec(rest) ?? [];
  const [, retransmits] = /\sretrans:\d{1,10}\/(\d{1,10})/.exec(rest) ?? [];
  const [, receiveMemory, receiveBuffer] = /\sskmem:\(r(\d{1,12}),rb(\d{1,12})/.exec(rest) ?? [];
  const minRtt = after(rest, "minrtt:");
  const sendWindow = after(rest, "snd_wnd:");
  const lastAcked = after(rest, "lastack:");
  return {
    mss,
    cwnd,
    ...(rtt === undefined ? {} : { rtt: finite(rtt), rttVar: finite(rttVar) }),
    ...(minRtt === undefined ? {} : { minRtt }),
    ...(sendWindow === undefined ? {} : { sendWindow }),
    unacked: after(rest, "unacked:") ?? 0,
    notSent: after(rest, "notsent:") ?? 0,
    sent: after(rest, "data_segs_out:") ?? 0,
    retransmits: finite(retransmits),
    bytesAcked: after(rest, "bytes_acked:") ?? 0,
    bytesReceived: after(rest, "bytes_received:") ?? 0,
    deliveryRate: (after(rest, "delivery_rate ") ?? 0) / 8,
    busy: after(rest, "busy:") ?? 0,
    windowLimited: after(rest, "rwnd_limited:") ?? 0,
    bufferLimited: after(rest, "sndbuf_limited:") ?? 0,
    lastSent: after(rest, "lastsnd:") ?? 0,
    lastReceived: after(rest, "lastrcv:") ?? 0,
    ...(lastAcked === undefined ? {} : { lastAcked }),
    receiveMemory: finite(receiveMemory),
    receiveBuffer: finite(receiveBuffer),
  };
}

/** The number that follows a name; names are preceded by a blank. No regular expression: it runs 15 times a socket. */
function after(text: string, name: string): number | undefined {
  const at = text.indexOf(` ${name}`);
  if (at < 0) return undefined;
  const value = Number.parseFloat(text.slice(at + 1 + name.length, at + 25 + name.length));
  return Number.isFinite(value) ? value : undefined;
}

function finite(text: string | undefined): number {
  const value = Number(text ?? 0);
  return Number.isFinite(value) ? value : 0;
}
