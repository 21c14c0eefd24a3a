import { Readable } from "node:stream";
import { DiagError } from "../../errors.ts";
import type { V1Pod } from "../../target/kubernetes/api-types.ts";
import { type Cluster, path } from "../../target/kubernetes/cluster.ts";
import { streamLines } from "../../target/kubernetes/stream-lines.ts";
import type { RunnerLog } from "../follow-runner.ts";
import type { PodName } from "./pod-exec.ts";
import { container } from "./tool-pod.ts";

/** The tool container's log. Each line comes with its node's time, so that a new connection begins where the last one broke. */
export function podLog(cluster: Cluster, { namespace, name }: PodName): RunnerLog {
  let lastTime: string | undefined;
  return {
    async open() {
      const stop = new AbortController();
      const stream = await cluster
        .stream(
          {
            path: path`/api/v1/namespaces/${namespace}/pods/${name}/log`,
            query: { container, follow: true, timestamps: true, sinceTime: lastTime },
            what: `get log of pod ${namespace}/${name}`,
          },
          stop.signal,
        )
        .catch((error: unknown) => {
          // A kubelet that restarts, or a pod that has gone: whether there is still something is asked then.
          if (error instanceof DiagError && error.code === "cluster-failed") return Readable.from([]);
          throw error;
        });
      return {
        lines: lines(stream),
        stderr: () => "",
        async close() {
          stop.abort();
        },
      };
    },
    async isThere() {
      const answer = await cluster.ask<V1Pod>({
        path: path`/api/v1/namespaces/${namespace}/pods/${name}`,
        what: `get pod ${namespace}/${name}`,
      });
      if (!answer.ok) return answer.status !== 404;
      const tool = answer.value.status?.containerStatuses?.find((one) => one.name === container);
      return answer.value.status?.phase === "Running" && tool?.state?.terminated === undefined;
    },
  };

  async function* lines(stream: Readable): AsyncGenerator<string> {
    for await (const line of streamLines(stream)) {
      const [, time, text = ""] = /^(\d{4}-\d\d-\d\dT\S+Z) ?(.*)$/.exec(line) ?? [];
      // The start of a line that the log was cut at.
      if (time === undefined) continue;
      lastTime = time;
      yield text;
    }
  }
}
