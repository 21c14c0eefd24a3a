import { spawn } from "node:child_process";
import { once } from "node:events";
import type { KeptPayload } from "../../tools/packets/kept-frame.ts";
import { PacketWatch } from "../../tools/packets/packet-watch.ts";
import { PcapReader } from "../../tools/packets/pcap-reader.ts";
import { readResolvConf } from "../../tools/resolver/resolv-conf.ts";
import { addressesOf } from "./addresses.ts";
import { CaptureFile } from "./capture-file.ts";
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
  /** Where the capture is written; without, only sums are kept. */
  readonly file?: string;
  readonly bytes?: number;
  readonly payload?: KeptPayload;
}

/** Headers, the question of a DNS message, whose name has 255 bytes at the most, and the hello of a server of TLS. */
const lookedAt = 400;
/** More than any frame has. */
const whole = 262_144;
/** What waits for tcpdump in the kernel, in KiB. */
const buffer = 8_192;

/**
 * Captures in the network namespace that diag runs in, and adds up the packets as they come. Where a file is asked for, it gets of each what may
 * be kept: tcpdump itself writes none.
 */
export async function packets(request: PacketsRequest): Promise<HelperOutput> {
  const { filter, packets: most, pids, seconds, payload = "none" } = request;
  const keptBytes = payload === "all" ? whole : lookedAt;
  const argv = ["-i", "any", "-n", "-p", "-U", "-w", "-", "-s", `${keptBytes}`, "-B", `${buffer}`, "-c", `${most}`];
  const child = spawn("tcpdump", [...argv, "-Z", "root", "--", filter], { stdio: ["ignore", "pipe", "pipe"] });
  const said: Buffer[] = [];
  const listening = new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      if (said.length < 100) said.push(chunk);
      if (chunk.includes("listening on")) resolve();
    });
  });
  const stop = () => child.kill("SIGINT");
  const reader = new PcapReader();
  const watch = new PacketWatch(addressesOf(pids?.[0] ?? "self"), searchDomains(pids?.[0] ?? 1), payload === "all");
  const { file: path, bytes = Number.POSITIVE_INFINITY } = request;
  const file = path === undefined ? undefined : new CaptureFile({ file: path, bytes, payload });
  child.stdout.on("data", (chunk: Buffer) => {
    for (const frame of reader.read(chunk)) {
      // What is counted is what the file holds.
      if (file?.isFull === true) continue;
      const link = reader.link ?? 0;
      if (watch.add(link, frame)) file?.add(link, frame);
    }
    file?.flush();
    if (file?.isFull === true) stop();
  });
  const closed = once(child, "close").catch((error: Error) => {
    throw new HelperError(`tcpdump: ${error.message}`);
  });
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
  const isFull = watch.packets >= most;
  const written = file === undefined ? {} : { file: file.close(reader.link ?? 0) };
  const summary = watch.summary({ seconds: watched, dropped: Number(dropped), isFull, ...written });
  return { stdout: `${JSON.stringify(summary)}\n`, stderr: text };
}

function searchDomains(pid: number): readonly string[] {
  return readResolvConf(textOf(`/proc/${pid}/root/etc/resolv.conf`) ?? "").search;
}
