/**
 * Scripts over tracepoint:sock:inet_sock_set_state (include/trace/events/sock.h), which fires in the process for what the process
 * does and in a softirq for what comes from the peer. States by include/net/tcp_states.h. They need neither BTF nor headers. The
 * fields of IPv6 (AF_INET6 is 10) hold IPv4 addresses as well, in IPv6's clothes: one format fits into BPF's stack of 512
 * bytes, two do not. The verifier wants the socket's address read once, before anything else. Each probe has a stack of its own.
 */
const isTcp = "/args->protocol == 6/";

/** As tcplife(8): born before FIN_WAIT1 (4), dead in CLOSE (7); the process is that of SYN_SENT (2), FIN_WAIT1 or LAST_ACK (9). */
export const lifeScript = `
BEGIN { printf("BEGIN\\n"); }
tracepoint:sock:inet_sock_set_state ${isTcp} {
  $sk = args->skaddr;
  if (args->newstate == 2 || (args->newstate < 4 && @born[$sk] == 0)) { @born[$sk] = nsecs; }
  if (args->newstate == 2 || args->newstate == 9 || (args->newstate == 4 && @pid[$sk] == 0)) {
    @pid[$sk] = pid; @comm[$sk] = comm;
  }
}
tracepoint:sock:inet_sock_set_state /args->protocol == 6 && args->newstate == 7/ {
  $sk = args->skaddr; $born = @born[$sk];
  if ($born > 0) {
    $us = (nsecs - $born) / 1000;
    printf("life %d %s %d %s %d %d %s\\n", @pid[$sk], ntop(10, args->saddr_v6), args->sport, ntop(10, args->daddr_v6), args->dport, $us, @comm[$sk]);
  }
  delete(@born[$sk]); delete(@pid[$sk]); delete(@comm[$sk]);
}
END { clear(@born); clear(@pid); clear(@comm); }
`;

/** As tcpconnlat(8), by the state SYN_SENT (2) and what follows it. */
export const connectScript = `
BEGIN { printf("BEGIN\\n"); }
tracepoint:sock:inet_sock_set_state ${isTcp} {
  $sk = args->skaddr;
  if (args->newstate == 2) { @sent[$sk] = nsecs; @pid[$sk] = pid; @comm[$sk] = comm; }
  if (args->oldstate == 2 && args->newstate != 2) {
    $sent = @sent[$sk];
    if ($sent > 0) {
      $us = (nsecs - $sent) / 1000;
      printf("connect %d %s %s %d %d %d %s\\n", @pid[$sk], ntop(10, args->saddr_v6), ntop(10, args->daddr_v6), args->dport, $us, args->newstate, @comm[$sk]);
    }
    delete(@sent[$sk]); delete(@pid[$sk]); delete(@comm[$sk]);
  }
}
END { clear(@sent); clear(@pid); clear(@comm); }
`;
