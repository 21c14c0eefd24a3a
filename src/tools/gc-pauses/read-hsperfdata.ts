/**
 * The counters that a JVM keeps in a file that it maps (HotSpot's perfMemory.hpp and perfData.hpp, format 2.0): a prologue of 32 bytes,
 * then entries of their own lengths, each with a name and a value: a long, or a string of bytes.
 */
export type JvmCounters = Readonly<Record<string, number | string>>;

const magic = 0xca_fe_c0_c0;
const prologueLength = 32;
const entryHeader = 20;
const mostEntries = 10_000;
const longestText = 256;

/** The target wrote it: lengths and offsets may be anything. Undefined where it is no such file, or the JVM is still making it. */
export function readHsperfdata(bytes: Uint8Array, wants: (name: string) => boolean): JvmCounters | undefined {
  if (bytes.length < prologueLength) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.getUint8(4) === 1;
  const isReadable = view.getUint8(5) === 2 && view.getUint8(7) === 1;
  if (view.getUint32(0) !== magic || !isReadable) return undefined;
  const count = Math.min(view.getUint32(28, isLittle), mostEntries);
  const counters: Record<string, number | string> = {};
  let at = view.getUint32(24, isLittle);
  for (let index = 0; index < count && at + entryHeader <= bytes.length; index++) {
    const length = view.getUint32(at, isLittle);
    const end = at + length;
    if (length < entryHeader || end > bytes.length) break;
    const name = textAt(bytes, at + view.getUint32(at + 4, isLittle), end);
    const valueAt = at + view.getUint32(at + 16, isLittle);
    const type = String.fromCharCode(view.getUint8(at + 12));
    const isText = view.getUint32(at + 8, isLittle) > 0;
    if (wants(name) && type === "B" && isText) counters[name] = textAt(bytes, valueAt, end);
    if (wants(name) && type === "J" && !isText && valueAt + 8 <= end)
      counters[name] = Number(view.getBigInt64(valueAt, isLittle));
    at = end;
  }
  return counters;
}

/** Up to a null byte, and not beyond the entry. */
function textAt(bytes: Uint8Array, from: number, end: number): string {
  const text = bytes.subarray(from, Math.min(end, from + longestText));
  const zero = text.indexOf(0);
  return Buffer.from(zero < 0 ? text : text.subarray(0, zero)).toString("latin1");
}
