import { Listr, ListrDefaultRendererLogLevels, ListrLogger, type ListrTask, ProcessOutput, Spinner } from "listr2";
import type { Event } from "../../documents/event.generated.ts";
import { harmless } from "../../report/safe-text/terminal.ts";
import { headerLines } from "./header.ts";
import { type StepState, stepLine } from "./step-line.ts";
import type { Terminal, ViewFactory } from "./view.ts";

const redrawMs = 200;
/** Columns that listr2 takes for its mark. */
const markWidth = 6;

/** One line a step, redrawn in place. */
export const liveView: ViewFactory = (plan, terminal) => {
  const rows = new Map<string, Row>([
    ["probe", new Row({ id: "probe", label: "reading the node", windowMs: 0, bytes: 0 })],
  ]);
  for (const step of plan.steps) {
    const label = step.kind === "tool" ? step.tool : (step.argv[0] ?? "");
    rows.set(step.id, new Row({ id: step.id, label, windowMs: step.windowMs, bytes: 0 }));
  }
  const style = { width: terminal.width - markWidth, unicode: terminal.unicode };
  const list = new Listr(
    [...rows.values()].map((row) => row.task(style)),
    {
      concurrent: true,
      exitOnError: false,
      forceUnicode: terminal.unicode,
      rendererOptions: {
        logger: loggerOf(terminal),
        showErrorMessage: false,
        collapseErrors: false,
        collapseSkips: false,
        showSkipMessage: false,
        formatOutput: "truncate",
        ...(terminal.unicode ? {} : { spinner: new AsciiSpinner() }),
        icon: iconsOf(terminal),
      },
    },
  );
  let finished: Promise<unknown> | undefined;
  return {
    event(event) {
      if (event.kind === "run-started") {
        terminal.stderr.write(
          `${headerLines(event, plan, terminal)
            .map((line) => `  ${line}`)
            .join("\n")}\n\n`,
        );
        finished = list.run();
      }
      rows.get(rowOf(event))?.event(event);
    },
    status(text) {
      terminal.stderr.write(`  ${harmless(text)}\n`);
    },
    async close() {
      for (const row of rows.values()) row.end();
      await finished;
      terminal.stderr.write("\n");
    },
  };
};

function rowOf(event: Event): string {
  return "step" in event ? event.step : "probe";
}

/** The state of one line, and the promise that listr2 waits for. */
class Row {
  #state: StepState;
  #startedAt: number | undefined;
  readonly #ended = Promise.withResolvers<"ok" | "partial" | "failed" | "skipped">();

  constructor(state: StepState) {
    this.#state = state;
  }

  event(event: Event): void {
    if (event.kind === "step-started") {
      this.#startedAt = performance.now();
      this.#state = { ...this.#state, ...(event.variant === undefined ? {} : { variant: event.variant }), bytes: 0 };
    } else if (event.kind === "step-progress") {
      this.#state = { ...this.#state, bytes: event.bytes };
    } else if (event.kind === "step-finished") {
      this.#finish(event.status, event.durationMs, event.message);
    } else if (event.kind === "probed") {
      this.#finish("ok", event.durationMs, event.summary);
    }
  }

  end(): void {
    this.#ended.resolve("skipped");
  }

  task(style: Parameters<typeof stepLine>[1]): ListrTask {
    return {
      title: stepLine(this.#state, style),
      task: async (_context, task) => {
        const redraw = setInterval(() => {
          const elapsedMs = this.#startedAt === undefined ? undefined : performance.now() - this.#startedAt;
          task.title = stepLine({ ...this.#state, ...(elapsedMs === undefined ? {} : { elapsedMs }) }, style);
        }, redrawMs);
        const status = await this.#ended.promise;
        clearInterval(redraw);
        task.title = stepLine(this.#state, style);
        if (status === "skipped") task.skip(task.title);
        if (status === "failed") throw new Error(task.title);
      },
    };
  }

  #finish(status: "ok" | "partial" | "failed" | "skipped", durationMs: number, message: string | undefined): void {
    this.#state = { ...this.#state, ...(message === undefined ? {} : { message }), done: { durationMs } };
    this.#ended.resolve(status);
  }
}

class AsciiSpinner extends Spinner {
  protected override readonly spinner = ["|", "/", "-", "\\"];
}

/** listr2 writes to stdout unless told otherwise; stdout is for results. */
function loggerOf({ stderr }: Terminal): ListrLogger {
  return new ListrLogger({ processOutput: new ProcessOutput(stderr, stderr) });
}

function iconsOf({ unicode }: Terminal): Partial<Record<ListrDefaultRendererLogLevels, string>> {
  return unicode
    ? {}
    : {
        [ListrDefaultRendererLogLevels.COMPLETED]: "+",
        [ListrDefaultRendererLogLevels.FAILED]: "x",
        [ListrDefaultRendererLogLevels.SKIPPED_WITHOUT_COLLAPSE]: "-",
      };
}
