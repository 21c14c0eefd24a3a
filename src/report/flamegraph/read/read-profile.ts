import { DiagError } from "../../../errors.ts";
import { suggest } from "../../../nearest-name.ts";
import { inputFormats } from "./input-formats.ts";
import { type ProfileReading, type ReaderLimits, readerLimits } from "./profile-reader.ts";
import { headBytes, recognise } from "./recognise.ts";
import { type Chunks, unpacked } from "./unpacked.ts";
import { unreadable } from "./unreadable.ts";

export interface ReadOptions {
  /** Name of the format, where the content does not tell it. */
  readonly from?: string;
  /** Which of the file's values; see the readers. */
  readonly value?: string;
  readonly limits?: Partial<ReaderLimits>;
}

/**
 * Reads a profile of any known format, packed by gzip or not. Memory is bounded by the limits, whatever the input's length.
 *
 * @param file as the user named it, for errors.
 * @throws DiagError `profile-unreadable`: what is wrong, where, how to mend it.
 */
export async function readProfile(file: string, chunks: Chunks, options: ReadOptions = {}): Promise<ProfileReading> {
  const { from, value } = options;
  const limits = { ...readerLimits, ...options.limits };
  const content = unpacked(file, chunks);
  const head = await headOf(content);
  const name = from ?? recognise(head, file);
  const format = inputFormats.find((one) => one.name === name);
  if (format === undefined) {
    const names = inputFormats.map((one) => one.name);
    throw new DiagError("usage", `There is no format ${name} to read`, { hint: suggest(name, names) });
  }
  const reader = format.reader({ file, limits, ...(value === undefined ? {} : { value }) });
  reader.push(head);
  for await (const chunk of content) reader.push(chunk);
  const reading = reader.finish();
  if (reading.tree.total[0]! <= 0)
    throw unreadable(file, undefined, "all its stacks weigh nothing", "Record again while there is something to see.");
  return reading;
}

/** So much that the format can be told from it, or all there is. */
async function headOf(content: AsyncGenerator<Uint8Array, void, void>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < headBytes) {
    const { done, value } = await content.next();
    if (done === true) break;
    // The source may reuse its buffer.
    parts.push(Buffer.from(value));
    bytes += value.length;
  }
  return Buffer.concat(parts);
}
