import { number, table } from "../fact.ts";
import type { ParsedFact } from "../fact-declaration.ts";
import { kernelFrame } from "../stacks/frame.ts";
import { StackCounter } from "../stacks/stack-counter.ts";
import { added, costIn, meanOf, percentOf } from "./call-cost.ts";
import { callDeclarations, shown } from "./call-fact-declarations.ts";
import { mergedSites, type SiteOf, sitesIn } from "./call-sites.ts";
import type { CallStack, CallSums, TracedCalls } from "./traced-calls.ts";
import { transferRows } from "./transfer-rows.ts";

export type CallFacts = Partial<Record<keyof typeof callDeclarations, ParsedFact>>;

/** Calls of which a 0 says that there was nothing: no descriptor is ready, the file is at its end. Of others it says that it was done. */
const emptyHanded = /^(?:p?poll|p?select6?|epoll_p?wait2?|read|pread64|recvfrom|recvmsg)$/;

export function callFacts(traced: TracedCalls): CallFacts {
  const { seconds, sums, stacks } = traced;
  const all = added(sums);
  const perSecond = (count: number) => count / seconds;
  const costOf = costIn(sums, seconds);
  const siteOf = sitesIn(stacks);
  return {
    watched: number(seconds, "seconds"),
    perSecond: number(perSecond(all.count), "per-second"),
    failed: number(percentOf(added(sums.filter(({ error }) => error !== "")).count, all.count), "percent"),
    calls: table(callDeclarations.calls, callRows(traced, siteOf)),
    failures: table(callDeclarations.failures, failureRows(traced, siteOf)),
    transfers: table(callDeclarations.transfers, transferRows(traced, costOf, siteOf)),
    sites: table(
      callDeclarations.sites,
      mergedSites(stacks)
        .slice(0, shown)
        .map(({ call, error, thread, count, site }) => [
          ...[call, error, thread, perSecond(count)],
          ...[site.function, site.path],
        ]),
    ),
    missing: table(
      callDeclarations.missing,
      traced.missing
        .toSorted((a, b) => b.count - a.count)
        .slice(0, shown)
        .map(({ call, error, path, count }) => [call, error, path, perSecond(count)]),
    ),
    clocks: table(
      callDeclarations.clocks,
      traced.clocks.toSorted((a, b) => b.count - a.count).map(({ clock, count }) => [clock, perSecond(count)]),
    ),
    stacks: { kind: "profile", unit: "count", folded: foldedCalls(stacks) },
  };
}

function callRows({ sums, seconds, moved }: TracedCalls, siteOf: SiteOf): (string | number)[][] {
  const all = added(sums);
  const costOf = costIn(sums, seconds);
  return [...Map.groupBy(sums, ({ call }) => call)]
    .map(([call, own]) => ({ call, own, sum: added(own), ...costOf(own) }))
    .toSorted((a, b) => b.timeShare - a.timeShare || b.sum.count - a.sum.count)
    .slice(0, shown)
    .map(({ call, own, sum, timeShare, atMost }) => {
      const done = added(own.filter(({ error }) => error === ""));
      const site = siteOf(call);
      return [
        ...[call, sum.count / seconds, percentOf(sum.count, all.count), percentOf(sum.count - done.count, sum.count)],
        ...[errorsOf(own, sum.count), sum.us / sum.count, meanOf(sum.quickUs, sum.quick)],
        ...[percentOf(sum.count - sum.quick, sum.count), emptyHanded.test(call) ? percentOf(done.empty, sum.count) : 0],
        ...[meanOf(moved.get(call) ?? 0, done.count), timeShare, atMost, site.function, site.path],
      ];
    });
}

function failureRows({ sums, seconds, missing }: TracedCalls, siteOf: SiteOf): (string | number)[][] {
  const costOf = costIn(sums, seconds);
  return sums
    .filter(({ error }) => error !== "")
    .map((sum) => ({ sum, ...costOf([sum]) }))
    .toSorted((a, b) => b.timeShare - a.timeShare || b.sum.count - a.sum.count)
    .slice(0, shown)
    .map(({ sum, timeShare, atMost }) => {
      const { call, error, count, quick, quickUs } = sum;
      const site = siteOf(call, error);
      const paths = missing.filter((one) => one.call === call && one.error === error);
      const [most] = paths.toSorted((a, b) => b.count - a.count);
      return [
        ...[call, error, count / seconds, percentOf(count, added(sums.filter((one) => one.call === call)).count)],
        ...[percentOf(count - quick, count), meanOf(quickUs, quick), timeShare, atMost],
        ...[site.function, site.path, most?.path ?? "", paths.length],
      ];
    });
}

function errorsOf(own: readonly CallSums[], count: number): string {
  return own
    .filter(({ error }) => error !== "")
    .toSorted((a, b) => b.count - a.count)
    .map((one) => `${one.error} ${Math.round(percentOf(one.count, count))} %`)
    .join(", ");
}

function foldedCalls(stacks: readonly CallStack[]) {
  const counter = new StackCounter();
  for (const { call, error, thread, user, count } of stacks)
    counter.add(thread, [...user.toReversed(), kernelFrame(error === "" ? call : `${call} ${error}`)], count);
  return counter.folded;
}
