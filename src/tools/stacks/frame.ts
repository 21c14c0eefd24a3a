import { isJitModule, isJitName, jitFunctionName } from "./jit-symbol.ts";

/**
 * One frame of a folded stack is a function's name. `_[k]` marks a kernel frame, `_[j]` one of a JIT compiler
 * (flamegraph.pl's annotations); `[unknown]` is an address that no symbol covers.
 */
export type FrameKind = "user" | "kernel" | "jit";

export const unknownFrame = "[unknown]";

export function frameKind(frame: string): FrameKind {
  if (frame.endsWith("_[k]")) return "kernel";
  return frame.endsWith("_[j]") ? "jit" : "user";
}

export function functionName(frame: string): string {
  return frameKind(frame) === "user" ? frame : frame.slice(0, -4);
}

export function isUnresolved(frame: string): boolean {
  return frame.startsWith(unknownFrame);
}

/** Longest name kept: a C++ template can fill kilobytes, and a hostile symbol table megabytes. */
const maxNameLength = 1_024;

// Names of processes and symbols may hold any byte.
const control = /[\u0000-\u001f\u007f\u2028\u2029]+/g;
const unfit = /[;\u0000-\u001f\u007f\u2028\u2029]|\+0x|^\s|\s$/;

/**
 * A symbol as a tool prints it → a frame's name. Takes off the offset, and what would break the folded format: `;`
 * separates frames, a line ends a stack.
 */
export function frameName(symbol: string): string {
  const written = symbol.slice(0, maxNameLength);
  // Nearly every name is fit as it is, and a profile may have hundreds of thousands.
  const name = unfit.test(written)
    ? written
        .replace(/\+0x[0-9a-f]+$/, "")
        .replace(/;/g, ":")
        .replace(control, " ")
        .trim()
    : written;
  if (name === "" || name === "[unknown]" || /^(?:0x)?[0-9a-f]{6,16}$/.test(name)) return unknownFrame;
  return name;
}

/** A user frame, marked when its name or its module tells that a JIT compiler made it. */
export function userFrame(symbol: string, module?: string): string {
  const name = frameName(symbol);
  if (name === unknownFrame) return name;
  const isJit = module === undefined ? isJitName(name) : isJitModule(module);
  return isJit ? `${jitFunctionName(name)}_[j]` : name;
}

export function kernelFrame(symbol: string): string {
  return `${frameName(symbol)}_[k]`;
}
