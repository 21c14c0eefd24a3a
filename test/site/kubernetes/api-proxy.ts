import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "node:tls";
import { execa } from "execa";
import { lab } from "../../lab/kubernetes/lab.ts";
import { tokens } from "../../lab/kubernetes/users.ts";

export interface ProxyOptions {
  /** Answers in the API server's place, with these headers; undefined lets the request through. */
  readonly answer?: (
    request: ProxiedRequest,
  ) => { readonly status: number; readonly headers?: Record<string, string> } | undefined;
  /** Connections of logs, watches and execs are cut after so many bytes. */
  readonly cutAfter?: number;
  /** What such a connection brings at most. */
  readonly bytesPerSecond?: number;
  /** A credential plugin's program, in shell. Without, a token that is always good. */
  readonly plugin?: string;
}

export interface ProxiedRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly isUpgrade: boolean;
}

export interface ApiProxy extends AsyncDisposable {
  /** Of the cluster behind the proxy. */
  readonly kubeconfig: string;
  readonly requests: readonly ProxiedRequest[];
  cuts: number;
}

/** The name that its certificate has: the kubeconfig says so, since nobody resolves it. */
const name = "api.diag.test";

/** Between diag and the API server: loses connections, is slow, refuses. Whoever comes is the lab's administrator behind it. */
export async function startProxy(folder: string, options: ProxyOptions): Promise<ApiProxy> {
  const [key, cert] = [join(folder, "proxy.key"), join(folder, "proxy.crt")];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  await execa("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...subject]);
  const { server, ca } = await upstreamOf();
  const { hostname: host, port } = new URL(server);
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  const made: ApiProxy = {
    kubeconfig: join(folder, "proxy.kubeconfig"),
    requests,
    cuts: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
  const take = (method = "", url = "", authorization = "", isUpgrade = false) => {
    const asked = { method, url, authorization, isUpgrade };
    requests.push(asked);
    return options.answer?.(asked);
  };
  const isStream = (url: string) => /[?&](?:watch|follow)=true/.test(url);
  proxy.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  proxy.on("request", (incoming, outgoing) => {
    const { method, url = "", headers } = incoming;
    const answer = take(method, url, headers.authorization);
    if (answer !== undefined) {
      incoming.resume();
      outgoing.writeHead(answer.status, answer.headers).end("{}");
      return;
    }
    const forwarded = { ...headers, host: `${host}:${port}`, authorization: `Bearer ${tokens.admin}` };
    const upstream = request({ host, port, path: url, method, headers: forwarded, ca }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      const cut = () => {
        made.cuts++;
        outgoing.destroy();
      };
      if (isStream(url)) response.pipe(narrow(options, cut)).pipe(outgoing);
      else response.pipe(outgoing);
      response.on("error", () => outgoing.destroy());
    });
    upstream.on("error", () => outgoing.destroy());
    outgoing.on("close", () => upstream.destroy());
    incoming.pipe(upstream);
  });
  proxy.on("upgrade", ({ method, url = "", headers, rawHeaders }, socket, head) => {
    const answer = take(method, url, headers.authorization, true);
    if (answer !== undefined) {
      const told = Object.entries(answer.headers ?? {}).map(([header, value]) => `${header}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${answer.status} No\r\n${told.join("")}Connection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const pairs = rawHeaders.flatMap((header, at) =>
      at % 2 === 0 ? [[header, rawHeaders[at + 1] ?? ""] as const] : [],
    );
    const kept = pairs.filter(([header]) => !/^(authorization|host)$/i.test(header));
    const lines = [...kept, ["Host", `${host}:${port}`], ["Authorization", `Bearer ${tokens.admin}`]];
    const upstream = connect({ host, port: Number(port), ca }, () => {
      upstream.write(`${method} ${url} HTTP/1.1\r\n${lines.map(([at, value]) => `${at}: ${value}\r\n`).join("")}\r\n`);
      upstream.write(head);
    });
    const cut = () => {
      made.cuts++;
      socket.destroy();
      upstream.destroy();
    };
    upstream.pipe(narrow(options, cut)).pipe(socket);
    socket.pipe(upstream);
    // What the server has sent before it ends a connection still comes, however slow the link.
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
    socket.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  writeFileSync(made.kubeconfig, kubeconfigText(folder, address, readFileSync(cert), options));
  return made;
}

/** Passes so many bytes a second, and calls `cut` after so many. */
function narrow({ cutAfter = Number.POSITIVE_INFINITY, bytesPerSecond }: ProxyOptions, cut: () => void): Transform {
  let bytes = 0;
  return new Transform({
    async transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > cutAfter) return cut();
      if (bytesPerSecond !== undefined) await sleep((chunk.length / bytesPerSecond) * 1000);
      done(null, chunk);
    },
  });
}

async function upstreamOf(): Promise<{ readonly server: string; readonly ca: Buffer }> {
  const text = await lab.cluster.kubectl("config", "view", "--raw", "--minify", "--flatten", "--output=json");
  const [{ cluster }] = JSON.parse(text).clusters;
  return { server: cluster.server, ca: Buffer.from(cluster["certificate-authority-data"], "base64") };
}

function kubeconfigText(folder: string, server: string, cert: Buffer, { plugin }: ProxyOptions): string {
  const apiVersion = "client.authentication.k8s.io/v1";
  const command = join(folder, "plugin");
  if (plugin !== undefined) writeFileSync(command, `#!/bin/sh\n${plugin}\n`, { mode: 0o755 });
  const exec = { apiVersion, command, interactiveMode: "Never" };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "proxy",
    contexts: [{ name: "proxy", context: { cluster: "proxy", user: "proxy" } }],
    clusters: [
      {
        name: "proxy",
        cluster: { server, "tls-server-name": name, "certificate-authority-data": cert.toString("base64") },
      },
    ],
    users: [{ name: "proxy", user: plugin === undefined ? { token: "anybody" } : { exec } }],
  });
}
