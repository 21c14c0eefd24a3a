import { join } from "node:path";
import { defaultFormats, formats } from "../report/formats.ts";
import { wantedFormats } from "./wanted-formats.ts";

const names = formats.map(({ name }) => name);

/** For help: which formats there are, and which nobody has to ask for. */
export const formatHelp = `formats to write, comma-separated: ${names.join(", ")}, or all (default: ${defaultFormats.join(",")})`;

/** `--format md,junit` */
export function readFormats(list: string): readonly string[] {
  return list === "all" ? names : wantedFormats(list, formats);
}

/** Where the report is: each file that was asked for, or the page where none was. */
export function reportLines(folder: string, { format = ["html"] }: { readonly format?: readonly string[] }): string[] {
  return formats.filter(({ name }) => format.includes(name)).map(({ file }) => `report  ${join(folder, file)}`);
}
