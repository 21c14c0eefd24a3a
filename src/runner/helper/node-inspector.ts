import { HelperError } from "./helper-output.ts";

const answerMs = 10_000;

/** A session of Node's inspector: the Chrome DevTools Protocol over a WebSocket. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Answer) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  static async connect(port: number): Promise<Inspector> {
    const signal = AbortSignal.timeout(answerMs);
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`, { signal })).json()) as Target[];
    const path = new URL(targets[0]?.webSocketDebuggerUrl ?? "ws://none/").pathname;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve());
      socket.addEventListener("error", () => reject(new HelperError("the inspector refused the connection")));
    });
    return new Inspector(socket);
  }

  async call(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new HelperError(`the program did not answer ${method}`)), answerMs);
      this.#waiting.set(id, (message) => {
        clearTimeout(timer);
        resolve(message);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    this.#waiting.delete(id);
    if (answer.error !== undefined) throw new HelperError(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }

  /**
   * Closes the inspector itself, not only this session. The program stands still until its last session has ended, so
   * the answer is not waited for.
   */
  async closeInspector(): Promise<void> {
    const module =
      "(process.getBuiltinModule ?? (typeof require === 'function' ? require : process.mainModule.require.bind(process.mainModule)))('inspector')";
    const params = { expression: `${module}.close()`, includeCommandLineAPI: true };
    this.#socket.send(JSON.stringify({ id: ++this.#last, method: "Runtime.evaluate", params }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    this.disconnect();
  }

  disconnect(): void {
    this.#socket.close();
  }
}

interface Target {
  readonly webSocketDebuggerUrl?: string;
}

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}
