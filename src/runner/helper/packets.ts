import { spawn } from "node:child_process";
import { once } from "node:events";
import { PacketWatch } from "../../tools/packets/packet-watch.ts";
import { PcapReader } from "../../tools/packets/pcap-reader.ts";
import { readResolvConf } from "../../tools/resolver/resolv-conf.ts";
import { addressesOf } from "./addresses.ts";
import { HelperError, type HelperOutput } from "./helper-output.ts";
import { textOf } from "./target-descriptors.ts";

export interface PacketsRequest {
  /** Of pcap-filter(7). */
  readonly filter: string;
  /** The capture ends after so many. */
  readonly packets: number;
  /** The target's processes; none of a host. */
  readonly pids?: readonly number[];
  readonly seconds: number;
}

/** Headers, and the question of a DNS message, whose name has 255 bytes at the most. */
const keptBytes = 400;
/** What waits for tcpdump in the kernel, in KiB. */
const buffer = 8_192;

/** Captures in the network namespace that diag runs in, and adds up the packets as they come: none is kept. */
export async function packets({ filter, packets: most, pids, seconds }: PacketsRequest): Promise<HelperOutput> {
  const argv = ["-i", "any", "-n", "-p", "-U", "-w", "-", "-s", `${keptBytes}`, "-B", `${buffer}`, "-c", `${most}`];
  const child = spawn("tcpdump", [...argv, "-Z", "root", "--", filter], { stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  const listening = new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      if (said.length < 100) said.push(chunk);
      if (chunk.includes("listening on")) resolve();
    });
  });
  const reader = new PcapReader();
  const watch = new PacketWatch(addressesOf(pids?.[0] ?? "self"), searchDomains(pids?.[0] ?? 1));
  child.stdout.on("data", (chunk: Buffer) => {
    for (const frame of reader.read(chunk)) watch.add(reader.link ?? 0, frame);
  });
  const closed = once(child, "close").catch((error: Error) => {
    throw new HelperError(`tcpdump: ${error.message}`);
  });
  const stop = () => child.kill("SIGINT");
  process.on("SIGINT", stop);
  await Promise.race([listening, closed]);
  const begun = performance.now();
  const timer = setTimeout(stop, seconds * 1000);
  const kill = setTimeout(() => child.kill("SIGKILL"), seconds * 1000 + 5_000);
  await closed;
  clearTimeout(timer);
  clearTimeout(kill);
  const text = Buffer.concat(said).toString("utf8").slice(0, 4_000);
  const dropped = /^(\d{1,15}) packets? dropped by kernel/m.exec(text)?.[1];
  if (dropped === undefined || reader.isBroken) throw new HelperError(text.trim() || "tcpdump wrote no capture");
  const watched = Math.min(seconds, (performance.now() - begun) / 1000);
  const summary = watch.summary({ seconds: watched, dropped: Number(dropped), isFull: watch.packets >= most });
  return { stdout: `${JSON.stringify(summary)}\n`, stderr: text };
}

function searchDomains(pid: number): readonly string[] {
  return readResolvConf(textOf(`/proc/${pid}/root/etc/resolv.conf`) ?? "").search;
}
