import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { type Dispatcher, fetch } from "undici";
import { DiagError } from "../../errors.ts";
import { clusterError, isCertificateError, type Refusal, unreachable } from "./cluster-error.ts";
import { credentialsError } from "./credentials-error.ts";
import { type ClusterOptions, readKubeconfig } from "./kubeconfig.ts";
import { redact } from "./redact.ts";

export interface ApiRequest {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** `/api/v1/namespaces/shop/pods/checkout`; made with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** `application/json` without. */
  readonly contentType?: string;
  /** What is asked, for errors: `get pod shop/checkout`. */
  readonly what: string;
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
  /** `Warning` headers: what Pod Security or a deprecation has to say. */
  readonly warnings: readonly string[];
}

export type Answer<T> = Success<T> | Refusal;

/** A request that is not answered within this is made anew. */
const requestTimeoutMs = 30_000;
/** How long a server is asked again that has never answered, and one that has: it may be restarting. */
const patienceMs = { first: 5_000, later: 90_000 };
const pauseMs = { first: 250, longest: 5_000 };
/** Credentials from files and plugins are read again after this. */
const credentialsMs = 60_000;

/**
 * A path of the API; every part is escaped, since names come from people.
 *
 * @throws DiagError `usage` for a name that would make another path of it.
 */
export function path(strings: TemplateStringsArray, ...parts: readonly string[]): string {
  const wrong = parts.find((part) => ["", ".", ".."].includes(part));
  if (wrong !== undefined) {
    throw new DiagError("usage", `${wrong === "" ? "An empty text" : wrong} is no name of anything in a cluster`, {
      hint: "Names have letters, digits, hyphens and dots between them.",
    });
  }
  return strings.map((text, index) => `${text}${encodeURIComponent(parts[index] ?? "")}`).join("");
}

/**
 * An API server, asked as kubectl asks it. `@kubernetes/client-node` reads the kubeconfig, runs credential plugins and opens
 * web sockets; requests go through here, so that each is counted, is tried again where that may help, and fails with a
 * message that holds nothing of keys and tokens.
 */
export class Cluster {
  readonly #options: ClusterOptions;
  #config: KubeConfig;
  #dispatcher: { readonly agent: Dispatcher | undefined; readonly until: number } | undefined;
  #hasAnswered = false;
  /** Server's time less ours, in milliseconds. */
  #ahead = 0;
  #troubledAt = Number.NEGATIVE_INFINITY;
  /** Requests so far, streams among them. */
  requests = 0;

  private constructor(options: ClusterOptions, config: KubeConfig) {
    this.#options = options;
    this.#config = config;
  }

  /** @throws DiagError `kubeconfig`; the cluster itself is not asked yet. */
  static open(options: ClusterOptions): Cluster {
    return new Cluster(options, readKubeconfig(options));
  }

  get server(): string {
    return this.#config.getCurrentCluster()?.server ?? "";
  }

  get context(): string {
    return this.#config.getCurrentContext();
  }

  /** The context's own namespace. */
  get namespace(): string {
    return this.#config.getContextObject(this.context)?.namespace || "default";
  }

  /** Milliseconds since 1970 by the server's clock, once it has answered: the caller's may be wrong. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** How long ago, in milliseconds, the server was last overloaded, restarting or not reached: its controllers need a while after that. */
  get calmMs(): number {
    return performance.now() - this.#troubledAt;
  }

  /** For web sockets; its errors must be redacted. */
  get config(): KubeConfig {
    return this.#config;
  }

  /** @throws DiagError where the answer is no success. */
  async get<T>(request: ApiRequest): Promise<T> {
    const answer = await this.ask<T>(request);
    if (!answer.ok) throw clusterError(request.what, answer);
    return answer.value;
  }

  /**
   * The server's answer, whatever it is. Asked again where it is overloaded, restarting or not reached.
   *
   * @throws DiagError `cluster-unreachable`, or `kubeconfig` where no credentials could be had.
   */
  async ask<T>(request: ApiRequest): Promise<Answer<T>> {
    const signalOf = AbortSignal.timeout.bind(AbortSignal, requestTimeoutMs);
    const { status, ok, headers, text } = await this.#send(request, signalOf, async (response) => {
      const { status, ok, headers } = response;
      return { status, ok, headers, text: await response.text() };
    });
    if (!ok) return refusal(status, text);
    return { ok: true, value: parse<T>(text, request.what), warnings: warningsOf(headers.get("warning")) };
  }

  /**
   * A stream of the server: a log that is followed, a watch. It ends or breaks whenever it likes.
   *
   * @throws DiagError as `get`.
   */
  async stream(request: ApiRequest, signal: AbortSignal): Promise<Readable> {
    const response = await this.#send(
      request,
      () => signal,
      async (answer) => answer,
    );
    if (!response.ok || response.body === null) {
      throw clusterError(request.what, refusal(response.status, await response.text()));
    }
    const stream = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    // Who reads it is told; one that is left behind may break in peace.
    return stream.on("error", () => {});
  }

  /** @param read Takes what is wanted of an answer: one that breaks off is asked for again. */
  async #send<T>(
    request: ApiRequest,
    signalOf: () => AbortSignal,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const url = `${this.server.replace(/\/$/, "")}${request.path}${queryOf(request.query)}`;
    const started = performance.now();
    let pause = pauseMs.first;
    let renewed = false;
    for (;;) {
      const signal = signalOf();
      let after = pause;
      let failure: DiagError | undefined;
      try {
        const { headers, dispatcher } = await this.#credentials();
        this.requests++;
        const response = await fetch(url, {
          method: request.method ?? "GET",
          headers: { ...headers, ...contentHeaders(request) },
          signal,
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
          ...(dispatcher === undefined ? {} : { dispatcher }),
        });
        const retry = await retryAfterMs(response as unknown as Response);
        this.#hasAnswered = true;
        this.#ahead = (Date.parse(response.headers.get("date") ?? "") || Date.now()) - Date.now();
        if (response.status === 401 && !renewed) {
          // A token may have expired meanwhile; plugins and files give a new one.
          renewed = true;
          await response.body?.cancel();
          this.renew();
          continue;
        }
        if (retry === undefined || performance.now() - started > this.#patience())
          return await read(response as unknown as Response);
        this.#troubledAt = performance.now();
        after = Math.max(retry, pause);
        await response.body?.cancel();
      } catch (error) {
        if (error instanceof DiagError) throw error;
        failure = unreachable(this.server, error);
        this.#troubledAt = performance.now();
        this.#dispatcher = undefined;
      }
      if (signal.aborted && signal.reason?.name !== "TimeoutError")
        throw failure ?? unreachable(this.server, signal.reason);
      const isHopeless = failure !== undefined && isCertificateError(failure) && !this.#hasAnswered;
      if (failure !== undefined && (isHopeless || performance.now() - started + after > this.#patience()))
        throw failure;
      await sleep(after);
      pause = Math.min(pause * 2, pauseMs.longest);
    }
  }

  #patience(): number {
    return this.#hasAnswered ? patienceMs.later : patienceMs.first;
  }

  /** Reads the credentials again: those of a plugin or a file may have expired. */
  renew(): void {
    this.#config = readKubeconfig({ ...this.#options, context: this.context });
    this.#dispatcher = undefined;
  }

  /** The client makes a new agent, and so new connections, each time it is asked: the first one is kept for a while. */
  async #credentials() {
    const headers: Record<string, string> = {};
    let agent: Dispatcher | undefined;
    const holder = {
      setHeaderParam: (name: string, value: string) => {
        headers[name] = value;
      },
      setDispatcher: (found: Dispatcher) => {
        agent = found;
      },
    };
    try {
      // Of a request's context the client uses these two methods here.
      await this.#config.applySecurityAuthentication(holder as never);
    } catch (error) {
      throw credentialsError(this.server, this.#config.getCurrentUser()?.exec, error);
    }
    if (this.#dispatcher === undefined || this.#dispatcher.until < performance.now()) {
      this.#dispatcher = { agent, until: performance.now() + credentialsMs };
    }
    return { headers, dispatcher: this.#dispatcher.agent };
  }
}

function contentHeaders({ body, contentType }: ApiRequest): Record<string, string> {
  const common = { Accept: "application/json", "User-Agent": "diag" };
  return body === undefined ? common : { ...common, "Content-Type": contentType ?? "application/json" };
}

function queryOf(query: ApiRequest["query"] = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/**
 * Overload and restarts pass; anything else is an answer. A server that has just started forbids what its admission plugins
 * cannot tell yet.
 *
 * @returns how long to wait before asking again, in milliseconds; undefined where that would not help.
 */
async function retryAfterMs(response: Response): Promise<number | undefined> {
  const { status, headers } = response;
  const header = headers.get("retry-after");
  const passes = [429, 502, 503, 504].includes(status) || (status >= 500 && header !== null);
  if (!passes && !(status === 403 && isStarting(await response.clone().text()))) return undefined;
  const seconds = Number(header ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, 30_000) : 0;
}

/** The words of its admission plugins (k8s.io/apiserver, WaitForReady). */
function isStarting(text: string): boolean {
  return text.includes("not yet ready to handle request");
}

function refusal(status: number, text: string): Refusal {
  try {
    const { reason, message } = JSON.parse(text) as { readonly reason?: unknown; readonly message?: unknown };
    return { ok: false, status, reason: String(reason ?? ""), message: redact(String(message ?? "")) };
  } catch {
    return { ok: false, status, reason: "", message: redact(text) };
  }
}

function parse<T>(text: string, what: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new DiagError("cluster-failed", `The cluster's answer is no JSON (it was asked to ${what})`, {
      hint: "Something else may answer at that address: a proxy, a login page. Check `--context` and the proxy's settings.",
    });
  }
}

/** `299 - "would violate PodSecurity…"`, several joined by commas (RFC 9111, 5.5). */
function warningsOf(header: string | null): string[] {
  return [...(header ?? "").matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
    text.replaceAll(/\\(.)/g, "$1"),
  );
}
