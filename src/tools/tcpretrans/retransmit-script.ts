import { ownNamespace } from "../whose.ts";

/**
 * Tracepoints tcp:tcp_retransmit_skb and tcp_retransmit_synack (include/trace/events/tcp.h, since Linux 4.16; IPv4 as mapped addresses
 * of IPv6). They fire in whatever process runs then, so a connection is told by its socket's network namespace and its addresses:
 * `@again[whose, from, port, to, port, state]`. A SYN-ACK has no socket of its own yet: its state is 12, NEW_SYN_RECV.
 *
 * @param types Whether there is BTF: without it the namespace cannot be read, and `whose` is 2.
 */
export function retransmitScript(seconds: number, { types }: { readonly types: boolean }): string {
  const whose = types
    ? `$net = (uint64)((struct sock_common *)args->skaddr)->skc_net.net->ns.inum;
  $whose = $net == (uint64)@net ? (uint64)1 : (uint64)0;`
    : "$whose = (uint64)2;";
  const counted = (state: string) =>
    `@again[$whose, ntop(10, args->saddr_v6), (uint64)args->sport, ntop(10, args->daddr_v6), (uint64)args->dport, (uint64)${state}] = count();`;
  return `
BEGIN {
${types ? ownNamespace : ""}
  @start = nsecs; printf("watching\\n");
}
tracepoint:tcp:tcp_retransmit_skb {
  ${whose}
  ${counted("args->state")}
}
tracepoint:tcp:tcp_retransmit_synack {
  ${whose}
  ${counted("12")}
}
interval:s:${seconds} { exit(); }
END {
  printf("watched %lld\\n", nsecs - @start);
  print(@again);
  clear(@again); clear(@start); ${types ? "clear(@net);" : ""}
}`;
}
