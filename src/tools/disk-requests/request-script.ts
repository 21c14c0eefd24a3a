/** More requests than this end the window early, so that the cost is bounded. */
export const mostRequests = 200_000;

/**
 * A request is got where the kernel makes it of what a process asks, issued where the device gets it, and complete where that is done.
 * It is known by its device and sector. One that was not got, as a flush of the device's cache, begins where it is issued.
 *
 * `$kind` is the index in `kinds` of `kindOf`: what bpftrace has as a text of ten bytes is behind its end whatever lay there, so that
 * it is of no use as a key. Only numbers are spliced in.
 */
export function requestScript(seconds: number, pids: readonly number[]): string {
  const request = "[args->dev, args->sector]";
  const key = `[args->dev, $pid, $kind, @name${request}]`;
  const own = pids.length === 0 ? "1 == 1" : pids.map((pid) => `$pid == ${pid}`).join(" || ");
  const begun = `@got${request} = nsecs; @pid${request} = pid; @name${request} = comm;`;
  const begins = (letters: string) => `strncmp(args->rwbs, "${letters}", ${letters.length}) == 0`;
  return [
    'BEGIN { @start = nsecs; printf("watching\\n"); }',
    `tracepoint:block:block_getrq /args->nr_sector > 0/ { ${begun} }`,
    "tracepoint:block:block_rq_issue {",
    `  if (@got${request} == 0) { ${begun} }`,
    `  @issued${request} = nsecs; @size${request} = args->bytes;`,
    "}",
    `tracepoint:block:block_rq_complete /@issued${request}/ {`,
    "  $kind = 0;",
    `  if (${begins("R")}) { $kind = 1; }`,
    `  if (${begins("W")}) { $kind = 3; }`,
    `  if (${["WS", "WF", "FW"].map(begins).join(" || ")}) { $kind = 2; }`,
    `  if (${begins("FF")}) { $kind = 4; }`,
    `  $pid = @pid${request};`,
    // Another process may have asked for the same sector meanwhile.
    `  $queued = (uint64)0; if (@issued${request} > @got${request}) { $queued = (@issued${request} - @got${request}) / 1000; }`,
    `  $served = (nsecs - @issued${request}) / 1000;`,
    `  @count${key} = count(); @bytes${key} = sum(@size${request}); @queued${key} = sum($queued); @served${key} = sum($served);`,
    `  @longest${key} = max($queued + $served);`,
    `  if (args->error != 0 && $kind != 0) { @errors${key} = count(); }`,
    `  if (($kind == 1 || $kind == 2) && (${own})) { @waited[0] = hist($queued + $served); @waited[1] = hist($served); }`,
    `  ${["got", "pid", "name", "issued", "size"].map((map) => `delete(@${map}${request});`).join(" ")}`,
    `  @seen++; if (@seen > ${mostRequests}) { exit(); }`,
    "}",
    `interval:s:${seconds} { exit(); }`,
    "END {",
    '  printf("watched %lld seen %lld\\n", nsecs - @start, @seen); cat("/proc/diskstats");',
    `  ${["got", "pid", "name", "issued", "size", "start", "seen"].map((map) => `clear(@${map});`).join(" ")}`,
    "}",
  ].join("\n");
}
