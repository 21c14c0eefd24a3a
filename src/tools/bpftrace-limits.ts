export interface BpftraceLimits {
  /** Keys of each map. */
  readonly mapKeys?: number;
  /** Bytes of a str(). */
  readonly text?: number;
  /** Bytes of a cat(). */
  readonly file?: number;
  /** Pages of a CPU's buffer for what is printed as it happens. */
  readonly bufferPages?: number;
  /** Symbols of programs are kept: without, 0.17 names nothing in those that are not position-independent (node, go). */
  readonly keepsSymbols?: true;
}

/** bpftrace's limits for its environment, under the names that older and later versions have for them. */
export function bpftraceLimits({ mapKeys, text, file, bufferPages, keepsSymbols }: BpftraceLimits) {
  const values = {
    BPFTRACE_CACHE_USER_SYMBOLS: keepsSymbols && 1,
    BPFTRACE_STRLEN: text,
    BPFTRACE_MAX_STRLEN: text,
    BPFTRACE_MAP_KEYS_MAX: mapKeys,
    BPFTRACE_MAX_MAP_KEYS: mapKeys,
    BPFTRACE_CAT_BYTES_MAX: file,
    BPFTRACE_MAX_CAT_BYTES: file,
    BPFTRACE_PERF_RB_PAGES: bufferPages,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  );
}
