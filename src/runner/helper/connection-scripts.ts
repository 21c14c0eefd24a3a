/**
 * Scripts over tracepoint:sock:inet_sock_set_state (include/trace/events/sock.h), which fires in the process for what the process
 * does and in a softirq for what comes from the peer. States by include/net/tcp_states.h. They need neither BTF nor headers. The
 * fields of IPv6 (AF_INET6 is 10) hold IPv4 addresses as well, in IPv6's clothes: one format fits into BPF's stack of 512
 * bytes, two do not. Each probe has a stack of its own, and those of one tracepoint run in the order in which they stand.
 */
const isTcp = "/args->protocol == 6/";

/** As tcplife(8): born before FIN_WAIT1 (4), dead in CLOSE (7); the process is that of SYN_SENT (2), FIN_WAIT1 or LAST_ACK (9). */
export const lifeScript = `
BEGIN { printf("BEGIN\\n"); }
tracepoint:sock:inet_sock_set_state ${isTcp} {
  if (args->newstate == 2 || (args->newstate < 4 && @born[args->skaddr] == 0)) { @born[args->skaddr] = nsecs; }
  if (args->newstate == 2 || args->newstate == 9 || (args->newstate == 4 && @pid[args->skaddr] == 0)) {
    @pid[args->skaddr] = pid; @comm[args->skaddr] = comm;
  }
}
tracepoint:sock:inet_sock_set_state /args->protocol == 6 && args->newstate == 7 && @born[args->skaddr] > 0/ {
  $us = (nsecs - @born[args->skaddr]) / 1000;
  printf("life %d %s %d %s %d %d %s\\n", @pid[args->skaddr], ntop(10, args->saddr_v6), args->sport, ntop(10, args->daddr_v6), args->dport, $us, @comm[args->skaddr]);
}
tracepoint:sock:inet_sock_set_state /args->protocol == 6 && args->newstate == 7/ {
  delete(@born[args->skaddr]); delete(@pid[args->skaddr]); delete(@comm[args->skaddr]);
}
END { clear(@born); clear(@pid); clear(@comm); }
`;

/** As tcpconnlat(8), by the state SYN_SENT (2) and what follows it. */
export const connectScript = `
BEGIN { printf("BEGIN\\n"); }
tracepoint:sock:inet_sock_set_state ${isTcp} {
  if (args->newstate == 2) { @sent[args->skaddr] = nsecs; @pid[args->skaddr] = pid; @comm[args->skaddr] = comm; }
  if (args->oldstate == 2 && args->newstate != 2) {
    $sent = @sent[args->skaddr];
    if ($sent > 0) {
      $us = (nsecs - $sent) / 1000;
      printf("connect %d %s %s %d %d %d %s\\n", @pid[args->skaddr], ntop(10, args->saddr_v6), ntop(10, args->daddr_v6), args->dport, $us, args->newstate, @comm[args->skaddr]);
    }
    delete(@sent[args->skaddr]); delete(@pid[args->skaddr]); delete(@comm[args->skaddr]);
  }
}
END { clear(@sent); clear(@pid); clear(@comm); }
`;
