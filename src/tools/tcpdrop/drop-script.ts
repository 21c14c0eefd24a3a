import { ownNamespace } from "../whose.ts";

/** More drops than this end the window early, so that the cost is bounded. */
export const mostDrops = 300_000;
/** Stands where the kernel tells no reason: SKB_NOT_DROPPED_YET, which no dropped packet has. */
export const noReason = 0;
/** Rows of each map that are printed, the largest. */
const shownRows = 200;

const ip = "args->protocol == 0x0800 || args->protocol == 0x86dd";

export interface DropScript {
  /** There is BTF: without it neither the namespace nor the packet's header can be read. */
  readonly types: boolean;
  /** The tracepoint tells the reason: since Linux 5.17. */
  readonly reasons: boolean;
}

/**
 * Tracepoint skb:kfree_skb (include/trace/events/skb.h), which fires for every packet that is thrown away, by the function that does;
 * a packet that was delivered is consume_skb. It prints maps by `whose`: 0 of another network namespace, 1 of the one that bpftrace
 * itself runs in, 2 not told. At the end stands the tracepoint's format, which names the reasons of this kernel.
 */
export function dropScript(seconds: number, { types, reasons }: DropScript): string {
  const key = `${reasons ? "(uint64)args->reason" : `(uint64)${noReason}`}, ksym(args->location)`;
  return [
    "BEGIN {",
    types ? ownNamespace : "",
    '  @start = nsecs; printf("watching\\n");',
    "}",
    types ? withTypes(key) : withoutTypes(key),
    `interval:s:${seconds} { exit(); }`,
    "END {",
    '  printf("watched %lld seen %lld\\n", nsecs - @start, @seen);',
    ...["reason", "four", "six"]
      .slice(0, types ? 3 : 1)
      .map((map) => `  print(@${map}, ${shownRows}); clear(@${map});`),
    "  clear(@start); clear(@seen);",
    types ? "  clear(@net);" : "",
    '  cat("/sys/kernel/tracing/events/skb/kfree_skb/format");',
    "}",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

const counted = `@seen++; if (@seen > ${mostDrops}) { exit(); }`;

/** `@reason[whose, reason, function, version of IP]`. */
const withoutTypes = (key: string) =>
  `tracepoint:skb:kfree_skb /${ip}/ { @reason[2, ${key}, args->protocol == 0x86dd ? 6 : 4] = count(); ${counted} }`;

/**
 * The namespace is that of the socket, of whatever kind (struct sock_common), else that of the device. Beside `@reason` it fills
 * `@four` and `@six`: [whose, reason, function, protocol, source, destination, port], where port is the smaller of both: the service's.
 */
const withTypes = (key: string) => `tracepoint:skb:kfree_skb /${ip}/ {
  $skb = (struct sk_buff *)args->skbaddr;
  $net = (uint64)0;
  if ((uint64)$skb->sk > 0) { $net = (uint64)$skb->sk->__sk_common.skc_net.net->ns.inum; }
  if ($net == 0 && (uint64)$skb->dev > 0) { $net = (uint64)$skb->dev->nd_net.net->ns.inum; }
  $whose = (uint64)0;
  if ($net == 0) { $whose = (uint64)2; }
  if ($net == (uint64)@net) { $whose = (uint64)1; }
  $l3 = (uint64)$skb->head + (uint64)$skb->network_header;
  if (args->protocol == 0x0800) {
    @reason[$whose, ${key}, 4] = count();
    $ip4 = (struct iphdr *)$l3;
    $udp4 = (struct udphdr *)($l3 + 4 * ((uint64)*(uint8 *)$l3 & 15));
    $from4 = (((uint64)$udp4->source & 255) << 8) + ((uint64)$udp4->source >> 8);
    $to4 = (((uint64)$udp4->dest & 255) << 8) + ((uint64)$udp4->dest >> 8);
    $port4 = $from4 < $to4 ? $from4 : $to4;
    $protocol4 = (uint64)$ip4->protocol;
    if ($protocol4 != 6 && $protocol4 != 17) { $port4 = (uint64)0; }
    @four[$whose, ${key}, $protocol4, ntop(2, $ip4->saddr), ntop(2, $ip4->daddr), $port4] = count();
  } else {
    @reason[$whose, ${key}, 6] = count();
    $ip6 = (struct ipv6hdr *)$l3;
    $udp6 = (struct udphdr *)($l3 + 40);
    $from6 = (((uint64)$udp6->source & 255) << 8) + ((uint64)$udp6->source >> 8);
    $to6 = (((uint64)$udp6->dest & 255) << 8) + ((uint64)$udp6->dest >> 8);
    $port6 = $from6 < $to6 ? $from6 : $to6;
    $protocol6 = (uint64)$ip6->nexthdr;
    if ($protocol6 != 6 && $protocol6 != 17) { $port6 = (uint64)0; }
    @six[$whose, ${key}, $protocol6, ntop(10, $ip6->saddr.in6_u.u6_addr8), ntop(10, $ip6->daddr.in6_u.u6_addr8), $port6] = count();
  }
  ${counted}
}`;
