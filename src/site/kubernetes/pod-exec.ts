import { Writable } from "node:stream";
import { Exec, type V1Status } from "@kubernetes/client-node";
import { DiagError } from "../../errors.ts";
import type { Cluster } from "../../target/kubernetes/cluster.ts";
import { redact } from "../../target/kubernetes/redact.ts";
import { container } from "./tool-pod.ts";

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Nothing comes for this long: the connection is given up. */
const silenceMs = 30_000;

/** The command itself told that it failed: asking again helps less than where a connection breaks. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/**
 * Runs a command in the tool container.
 *
 * @param onOutput Told of each piece of its stdout; of none after this has ended.
 * @throws DiagError `cluster-forbidden` where the user may not; CommandFailed; Error where the connection breaks.
 */
export async function execInPod(
  cluster: Cluster,
  { namespace, name }: PodName,
  command: readonly string[],
  onOutput: (chunk: Buffer) => void = () => {},
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // What comes before it is waited for is not lost.
  promise.catch(() => {});
  let stderr = "";
  const silence = setTimeout(() => reject(new Error(`nothing came for ${silenceMs / 1000} s`)), silenceMs);
  let isOver = false;
  const stdout = sink((chunk) => {
    if (isOver) return;
    silence.refresh();
    try {
      onOutput(chunk);
    } catch (error) {
      reject(error);
    }
  });
  const errors = sink((chunk) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-4096);
  });
  const onStatus = ({ status, reason, message }: V1Status) => {
    if (status === "Success") return resolve();
    const text = redact(stderr || message || "it failed");
    reject(reason === "NonZeroExitCode" ? new CommandFailed(text) : new Error(text));
  };
  cluster.requests++;
  // The client's error holds the whole request, keys and all: only its message goes on.
  const connecting = new Exec(cluster.config)
    .exec(namespace, name, container, [...command], stdout, errors, null, false, onStatus)
    .then((socket) => {
      // The status comes before the end: without one the connection broke.
      socket.onclose = () => reject(new Error("the connection broke off"));
      socket.onerror = () => reject(new Error("the connection broke"));
      return socket;
    });
  connecting.catch((error: unknown) => reject(execError(cluster, `${namespace}/${name}`, error)));
  try {
    await promise;
  } finally {
    isOver = true;
    clearTimeout(silence);
    // One that comes to be later is closed then.
    connecting.then(close, () => {});
  }
}

function close(socket: WebSocket): void {
  socket.onerror = () => {};
  socket.close();
}

function sink(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk);
      done();
    },
  });
}

function execError(cluster: Cluster, pod: string, error: unknown): Error {
  const message = redact(String((error as { readonly message?: unknown })?.message ?? "the connection failed"));
  if (/\b401\b/.test(message)) cluster.renew();
  if (!/\b403\b/.test(message)) return new Error(message);
  return new DiagError("cluster-forbidden", `You may not exec in pod ${pod}`, {
    hint: "Have create on pods/exec granted there, or run with `--delivery log`: the pod then prints its bundle into its log.",
  });
}
