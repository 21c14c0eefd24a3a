import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

export interface CannedAnswer {
  /** 200 without. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A server that gives each request the next of these answers, and then an empty one. */
export async function answering(...answers: CannedAnswer[]): Promise<Cluster> {
  const server = createServer((_, response) => {
    const { status = 200, headers, text } = answers.shift() ?? { text: "" };
    response.writeHead(status, headers).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = join(temporaryFolder(), "kubeconfig");
  const named = <T>(key: string, value: T) => [{ name: "x", [key]: value }];
  const config = {
    "current-context": "x",
    clusters: named("cluster", { server: url, "insecure-skip-tls-verify": true }),
    contexts: named("context", { cluster: "x", user: "x" }),
    users: named("user", {}),
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  return Cluster.open({ kubeconfig });
}
