import { textLines } from "../text-lines.ts";
import { type Whose, whoseOf } from "../whose.ts";
import { mostDrops, noReason } from "./drop-script.ts";

export interface Drop {
  readonly whose: Whose;
  /** Name of `enum skb_drop_reason` without its prefix; `reason N` where the kernel names none, "not told" where it tells none. */
  readonly reason: string;
  /** Function of the kernel that dropped it. */
  readonly site: string;
  readonly count: number;
}

export interface PacketDrop extends Drop {
  /** `tcp`, `udp`, `icmp`, or the protocol's number. */
  readonly protocol: string;
  readonly source: string;
  readonly destination: string;
  /** The smaller of its two ports: the service's. 0 where the protocol has none. */
  readonly port: number;
}

export interface TracedDrops {
  /** Absent where the tracer did not come to its end. */
  readonly seconds?: number;
  readonly endedEarly: boolean;
  readonly reasons: readonly Drop[];
  readonly packets: readonly PacketDrop[];
}

const protocols: Readonly<Record<string, string>> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "icmp" };

/** Functions that drop for one reason only, with which older kernels tell it (net/netfilter/core.c, nf_tables_core.c). */
const reasonBySite: Readonly<Record<string, string>> = {
  nf_hook_slow: "NETFILTER_DROP",
  nft_do_chain: "NETFILTER_DROP",
};

/** Of the tracepoint's format; Linux 6.18 has 127 of them, in 3,455 characters. */
const longestLine = 65_536;
const mostRows = 1_000;

/**
 * What `dropScript` prints: `@reason[1, 12, nft_do_chain, 4]: 10`, `@four[1, 12, nft_do_chain, 6, 10.0.0.2, 10.0.0.1, 80]: 10`, and
 * the tracepoint's format, in which `{ 12, "NETFILTER_DROP" }` names the reasons.
 */
export function readDrops(stdout: Uint8Array): TracedDrops {
  const named = new Map<string, string>();
  const reasons: Drop[] = [];
  const packets: PacketDrop[] = [];
  let [seconds, seen]: [number | undefined, number] = [undefined, 0];
  for (const line of textLines(stdout, longestLine)) {
    const [, watched, total] = /^watched (\d{1,18}) seen (\d{1,18})$/.exec(line) ?? [];
    if (watched !== undefined) [seconds, seen] = [Number(watched) / 1e9, Number(total)];
    const [, map, keys, count] = /^@(reason|four|six)\[([\w.:, +$-]{1,300})\]: (\d{1,15})$/.exec(line) ?? [];
    if (map !== undefined && keys !== undefined) {
      const [whose = "", reason = "", site = "", ...words] = keys.split(", ");
      const drop = { whose: whoseOf(whose), reason, site, count: Number(count) };
      const [protocol = "", source = "", destination = "", port = ""] = words;
      if (map === "reason" && reasons.length < mostRows) reasons.push(drop);
      else if (map !== "reason" && words.length === 4 && packets.length < mostRows)
        packets.push({
          ...drop,
          ...{ protocol: protocols[protocol] ?? protocol, source, destination, port: Number(port) },
        });
    }
    if (line.startsWith("print fmt:"))
      for (const [, value = "", name = ""] of line.matchAll(/\{ (\d{1,9}), "(\w{1,60})" \}/g)) named.set(value, name);
  }
  const nameOf = ({ reason, site }: Drop) =>
    reason === `${noReason}` ? (reasonBySite[site] ?? "not told") : (named.get(reason) ?? `reason ${reason}`);
  const withName = <D extends Drop>(drops: readonly D[]) => drops.map((drop) => ({ ...drop, reason: nameOf(drop) }));
  return {
    ...(seconds === undefined ? {} : { seconds }),
    endedEarly: seen > mostDrops,
    reasons: withName(reasons),
    packets: withName(packets),
  };
}
