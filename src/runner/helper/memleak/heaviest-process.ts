import { HelperError } from "../helper-output.ts";
import { processText } from "../process-text.ts";

/** The process that holds most memory of its own (RssAnon of proc(5), VmRSS before Linux 4.5): the one that leaks, if any does. */
export function heaviestProcess(pids: readonly number[]): { readonly pid: number; readonly command: string } {
  const found = pids.flatMap((pid) => {
    try {
      const status = processText(pid, "status");
      const kilobytes = Number(/^RssAnon:\s+(\d+)/m.exec(status)?.[1] ?? /^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      return [{ pid, kilobytes }];
    } catch (error) {
      // One that has ended is not the one that leaks.
      if (error instanceof HelperError) return [];
      throw error;
    }
  });
  const [heaviest] = found.toSorted((a, b) => b.kilobytes - a.kilobytes);
  if (heaviest === undefined) throw new HelperError(`process ${pids.join(", ")} does not exist`);
  return { pid: heaviest.pid, command: processText(heaviest.pid, "comm").trimEnd() };
}
