import { type CallSite, callSite } from "./call-site.ts";
import type { CallStack } from "./traced-calls.ts";

/** Where most calls come from; of all results where none is given. */
export type SiteOf = (call: string, error?: string) => CallSite;

export function sitesIn(stacks: readonly CallStack[]): SiteOf {
  const sites = mergedSites(stacks);
  return (call, error) =>
    sites.find((one) => one.call === call && (error === undefined || one.error === error) && one.site.function !== "")
      ?.site ?? { function: "", path: "" };
}

interface MergedSite extends Omit<CallStack, "user"> {
  readonly site: CallSite;
}

/** Stacks that differ only where the path does not show it are one site. */
export function mergedSites(stacks: readonly CallStack[]): MergedSite[] {
  const sites = new Map<string, MergedSite>();
  for (const { call, error, thread, user, count } of stacks) {
    const site = callSite(user);
    const key = JSON.stringify([call, error, thread, site.path]);
    sites.set(key, { call, error, thread, site, count: count + (sites.get(key)?.count ?? 0) });
  }
  return [...sites.values()].toSorted((a, b) => b.count - a.count);
}
