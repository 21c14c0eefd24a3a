import { textOf } from "./target-descriptors.ts";

/** Local addresses of a network namespace but loopback: fib_trie (net/ipv4/fib_trie.c) and if_inet6. */
export function addressesOf(pid: number | "self"): Set<string> {
  const found = new Set<string>();
  let address = "";
  for (const line of (textOf(`/proc/${pid}/net/fib_trie`) ?? "").split("\n")) {
    address = /\|-- (\d+\.\d+\.\d+\.\d+)/.exec(line)?.[1] ?? address;
    if (line.includes("/32 host LOCAL") && !address.startsWith("127.")) found.add(address);
  }
  for (const line of (textOf(`/proc/${pid}/net/if_inet6`) ?? "").split("\n")) {
    const hex = line.slice(0, 32);
    if (!/^[0-9a-f]{32}$/.test(hex) || hex === `${"0".repeat(31)}1`) continue;
    // As the tracers write it: through the URL parser, which shortens by RFC 5952.
    found.add(new URL(`http://[${hex.match(/.{4}/g)?.join(":")}]`).hostname.slice(1, -1));
  }
  return found;
}
