import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../bundle/make-folder.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import { DiagError } from "../errors.ts";
import type { FailOn } from "../judge/fail-on.ts";
import { defaultFormats } from "../report/formats.ts";
import { terminalSummary } from "../report/terminal/summary.ts";
import { finishBundle, finishInPlace } from "./finish-bundle.ts";
import { reportLines } from "./format-list.ts";
import { terminalOf } from "./view/view.ts";

export interface ReportCommandOptions {
  readonly format?: readonly string[];
  readonly failOn: FailOn;
  readonly out?: string;
  readonly color?: boolean;
}

/** `diag report`: judge and render again, from the bundle alone. */
export async function renderBundle(folder: string, options: ReportCommandOptions): Promise<void> {
  const out = options.out;
  const { report } =
    out === undefined
      ? await finishInPlace(folder, options)
      : await finishBundle(readBundle(folder), (path, text) => writeInto(out, path, text), options);
  const terminal = terminalOf(process.env, options);
  const lines = terminalSummary(report, { ...terminal, colour: terminal.colour && process.stdout.isTTY === true });
  const files = reportLines(out ?? folder, { format: options.format ?? defaultFormats });
  process.stdout.write(`${[...lines, "", ...files].join("\n")}\n`);
}

/** @throws DiagError `output-not-writable`. */
export function writeInto(out: string, path: string, text: string | Uint8Array): void {
  const file = join(out, path);
  try {
    if (!existsSync(dirname(file))) makeFolder(dirname(file));
    writeFileSync(file, text);
  } catch (cause) {
    throw new DiagError("output-not-writable", `${file} cannot be written: ${(cause as Error).message}`, {
      cause,
      hint: "Give --out a folder that you may write to.",
    });
  }
}
