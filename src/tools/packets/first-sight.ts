import type { Packet } from "./packet.ts";

const mostFlows = 50_000;

/**
 * What a host forwards to a container, or sends over a bridge or a bond, is captured on each interface on its way, and would look as if
 * it were sent again. Of each direction of a flow only what passes the interface counts on which it was first seen.
 */
export class FirstSight {
  readonly #interfaces = new Map<string, number>();

  isOf({ protocol, from, fromPort, to, toPort, interface: seenOn }: Packet): boolean {
    if (seenOn === undefined) return true;
    const flow = `${protocol} ${from} ${fromPort} ${to} ${toPort}`;
    const first = this.#interfaces.get(flow);
    if (first !== undefined) return first === seenOn;
    if (this.#interfaces.size >= mostFlows) this.#interfaces.clear();
    this.#interfaces.set(flow, seenOn);
    return true;
  }
}
