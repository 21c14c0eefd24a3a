import type { Readable } from "node:stream";

/** Longer lines are cut: whoever sends them may be hostile. */
const maxLine = 4 * 1024 ** 2;

/** The lines of a stream, as they come; its last one also where it is not ended. */
export async function* streamLines(stream: Readable): AsyncGenerator<string> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = (lines.pop() ?? "").slice(0, maxLine);
    yield* lines;
  }
  if (rest !== "") yield rest;
}
