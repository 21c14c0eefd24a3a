import { type FoldedLimits, FoldedReader, type FoldedReading } from "./folded-reader.ts";

const foldedLimits: FoldedLimits = {
  maximumNodes: 8_000_000,
  maximumNameBytes: 64 << 20,
  maximumLineBytes: 1 << 20,
};

/**
 * Reads folded stacks: a line is the frames from root to leaf joined by `;`, a blank, the weight (whole or decimal).
 * The format is that of stackcollapse-*.pl (https://github.com/brendangregg/FlameGraph) and of bcc's `-f`.
 * Any bytes do: a line that is not a stack is counted, never thrown on.
 *
 * Memory is bounded by the limits, whatever the input's length; see {@link FoldedReading.prunings}.
 */
export async function readFolded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limits: Partial<FoldedLimits> = {},
): Promise<FoldedReading> {
  const reader = new FoldedReader({ ...foldedLimits, ...limits });
  for await (const chunk of chunks) reader.push(chunk);
  return reader.finish();
}
