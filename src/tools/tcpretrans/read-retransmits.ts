import { textLines } from "../text-lines.ts";
import { type Whose, whoseOf } from "../whose.ts";

/** One connection of which segments were sent again. */
export interface Retransmits {
  readonly whose: Whose;
  /** ADDRESS:PORT connected to, or ADDRESS to :PORT accepted from. */
  readonly peer: string;
  /** `syn` and `syn-ack`: it was not established yet. */
  readonly what: "syn" | "syn-ack" | "data";
  readonly count: number;
}

export interface TracedRetransmits {
  /** Absent where the tracer did not come to its end. */
  readonly seconds?: number;
  readonly connections: readonly Retransmits[];
}

/** Of include/net/tcp_states.h: SYN_SENT, and of what answers a SYN, SYN_RECV and NEW_SYN_RECV. */
const handshake: Readonly<Record<string, Retransmits["what"]>> = { 2: "syn", 3: "syn-ack", 12: "syn-ack" };

const longestLine = 1_000;
/** As many as the map has keys. */
export const mostConnections = 16_384;

const line =
  /^@again\[(\d), ([\da-fA-F.:]{2,45}), (\d{1,5}), ([\da-fA-F.:]{2,45}), (\d{1,5}), (\d{1,2})\]: (\d{1,15})$/;

/** What `retransmitScript` prints: `@again[1, ::ffff:10.0.0.2, 40000, ::ffff:10.0.0.1, 80, 1]: 24`. */
export function readRetransmits(stdout: Uint8Array): TracedRetransmits {
  const connections: Retransmits[] = [];
  let seconds: number | undefined;
  for (const text of textLines(stdout, longestLine)) {
    const [, watched] = /^watched (\d{1,18})$/.exec(text) ?? [];
    if (watched !== undefined) seconds = Number(watched) / 1e9;
    const [, whose, , port = "", address = "", remotePort = "", state = "", count] = line.exec(text) ?? [];
    if (count === undefined || connections.length >= mostConnections) continue;
    const what = handshake[state] ?? "data";
    connections.push({
      whose: whoseOf(whose),
      peer: peerOf(what, { port, address: address.replace(/^::ffff:(?=\d+\.)/i, ""), remotePort }),
      what,
      count: Number(count),
    });
  }
  return { ...(seconds === undefined ? {} : { seconds }), connections };
}

/** Who sent the SYN tells the direction; later the smaller port does, which is the service's. */
function peerOf(
  what: Retransmits["what"],
  { port, address, remotePort }: { readonly port: string; readonly address: string; readonly remotePort: string },
): string {
  const accepted = what === "syn-ack" || (what === "data" && Number(remotePort) > Number(port));
  if (accepted) return `${address} to :${port}`;
  return address.includes(":") ? `[${address}]:${remotePort}` : `${address}:${remotePort}`;
}
