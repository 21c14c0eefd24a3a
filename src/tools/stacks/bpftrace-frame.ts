import { kernelFrame, userFrame } from "./frame.ts";

/** Longest frame that is read: what is beyond is no name, and the pattern stays cheap. */
const maxFrame = 8_192;

/**
 * A line of a stack in bpftrace's `perf` mode, `\t<address> <symbol>+<offset> (<module>)`, as a frame's name; the module
 * is missing for the kernel.
 *
 * @param named what was found before, by the line without its address.
 */
export function bpftraceFrame(line: string, isUser: boolean, named: Map<string, string>): string {
  const text = line.slice(line.indexOf(" ") + 1, maxFrame);
  const known = named.get(text);
  if (known !== undefined) return known;
  const [, symbol = "", , module] = /^(.*?)(\+\d+)?(?: \(([^()]*)\))?$/.exec(text) ?? [];
  const result = isUser ? userFrame(symbol, module ?? "") : kernelFrame(symbol);
  named.set(text, result);
  return result;
}
