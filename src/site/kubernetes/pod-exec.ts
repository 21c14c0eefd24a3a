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

/**
 * Runs a command in the tool container.
 *
 * @param onOutput Told of each piece of its stdout.
 * @throws DiagError `cluster-forbidden` where the user may not; Error where the connection breaks or the command fails.
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
  const stdout = sink((chunk) => {
    silence.refresh();
    onOutput(chunk);
  });
  const errors = sink((chunk) => {
    stderr = (stderr + chunk.toString("utf8")).slice(-4096);
  });
  const onStatus = ({ status, message }: V1Status) => {
    if (status === "Success") resolve();
    else reject(new Error(redact(stderr || message || "it failed")));
  };
  cluster.requests++;
  // The client's error holds the whole request, keys and all: only its message goes on.
  const socket = await new Exec(cluster.config)
    .exec(namespace, name, container, [...command], stdout, errors, null, false, onStatus)
    .catch((error: unknown) => {
      clearTimeout(silence);
      throw execError(`${namespace}/${name}`, error);
    });
  // The status comes before the end: without one the connection broke.
  socket.onclose = () => reject(new Error("the connection broke off"));
  socket.onerror = () => reject(new Error("the connection broke"));
  try {
    await promise;
  } finally {
    clearTimeout(silence);
    socket.onerror = () => {};
    socket.close();
  }
}

function sink(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(chunk);
      done();
    },
  });
}

function execError(pod: string, error: unknown): Error {
  const message = redact(String((error as { readonly message?: unknown })?.message ?? "the connection failed"));
  if (!/\b403\b/.test(message)) return new Error(message);
  return new DiagError("cluster-forbidden", `You may not exec in pod ${pod}`, {
    hint: "Have create on pods/exec granted there, or run with `--delivery log`: the pod then prints its bundle into its log.",
  });
}
