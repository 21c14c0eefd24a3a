import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../bundle/make-folder.ts";
import { readBundle } from "../bundle/read-bundle.ts";
import { DiagError } from "../errors.ts";
import { suggest } from "../nearest-name.ts";
import { formats } from "../report/formats.ts";
import { terminalSummary } from "../report/terminal/summary.ts";
import { finishBundle, finishInPlace } from "./finish-bundle.ts";
import { terminalOf } from "./view/view.ts";

export interface ReportCommandOptions {
  readonly format?: string;
  readonly out?: string;
  readonly color?: boolean;
}

/** `diag report`: judge and render again, from the bundle alone. */
export async function renderBundle(folder: string, options: ReportCommandOptions): Promise<void> {
  const wanted = wantedFormats(options.format);
  const out = options.out;
  const { report } =
    out === undefined
      ? await finishInPlace(folder, { formats: wanted })
      : await finishBundle(readBundle(folder), (path, text) => writeInto(out, path, text), { formats: wanted });
  const terminal = terminalOf(process.env, options);
  const lines = terminalSummary(report, { ...terminal, colour: terminal.colour && process.stdout.isTTY === true });
  const files = formats
    .filter(({ name }) => wanted.includes(name))
    .map(({ file }) => `report  ${join(out ?? folder, file)}`);
  process.stdout.write(`${[...lines, "", ...files].join("\n")}\n`);
}

function wantedFormats(list: string | undefined): string[] {
  const known = formats.map(({ name }) => name);
  const wanted = list?.split(",").map((name) => name.trim()) ?? known;
  for (const name of wanted) {
    if (!known.includes(name))
      throw new DiagError("usage", `There is no format ${name}`, { hint: suggest(name, known) });
  }
  return wanted;
}

function writeInto(out: string, path: string, text: string | Uint8Array): void {
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
