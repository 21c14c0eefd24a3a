import { kernelFrame, userFrame } from "../stacks/frame.ts";

/**
 * A line of perf-script(1), `\t<address> <symbol> (<module>)`, as a frame's name. Modules of the kernel are in square
 * brackets; so is vdso, which is user code.
 *
 * @param named what was found before, by the line without its address: the same few thousand lines come again and again.
 */
export function perfFrame(line: string, named: Map<string, string>): string {
  const start = line.search(/\S/);
  const text = line.slice(line.indexOf(" ", start) + 1);
  const known = named.get(text);
  if (known !== undefined) return known;
  const open = text.lastIndexOf(" (");
  const symbol = open < 0 ? text : text.slice(0, open);
  const module = open < 0 ? "" : text.slice(open + 2, -1);
  const result = isKernelModule(module) ? kernelFrame(symbol) : userFrame(symbol, module);
  named.set(text, result);
  return result;
}

function isKernelModule(module: string): boolean {
  if (module === "[vdso]" || module === "[unknown]" || module === "[heap]" || module === "[stack]") return false;
  return /^\[.*\]$/.test(module) || /\/(?:vmlinux|[^/]+\.ko(?:\.\w+)?)$/.test(module);
}
