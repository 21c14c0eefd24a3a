/** CPU time of the thread that reads one input, in milliseconds: what takes longer hangs. */
export const mostMs = 1_000;

/** Heap and buffers that one input may leave behind, without garbage. */
export const mostGrowth = (inputBytes: number): number => 48 * 1024 ** 2 + 64 * inputBytes;

/** The same with garbage, whatever the input's length. */
export const mostGarbage = 256 * 1024 ** 2;

/** Heap and buffers that a subject's whole run may leave behind, after garbage is collected. */
export const mostRetained = 8 * 1024 ** 2;

/** The old generation of a reading thread's heap: V8 ends the thread beyond, and the input is told. */
export const heapMebibytes = 256;
