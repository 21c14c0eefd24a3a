import { added, type CostOf, meanOf, percentOf } from "./call-cost.ts";
import { shown } from "./call-fact-declarations.ts";
import type { SiteOf } from "./call-sites.ts";
import type { TracedCalls, Transfer } from "./traced-calls.ts";

/** Of fewer bytes than this, what is moved is next to nothing beside the price of the call; direct I/O has at least as many. */
const smallBelow = 512;

/** Rows of `transfers`: files are told apart by what is asked of each, so that one that is read in blocks hides none that is read in bytes. */
export function transferRows(
  { sums, seconds, transfers }: TracedCalls,
  costOf: CostOf,
  siteOf: SiteOf,
): (string | number | boolean)[][] {
  const isSmall = ({ asked, count }: Transfer) => asked / count < smallBelow;
  const countOf = (list: readonly Transfer[]) => list.reduce((sum, { count }) => sum + count, 0);
  return [...Map.groupBy(transfers, ({ call }) => call)]
    .flatMap(([call, ofCall]) => {
      const done = sums.filter((one) => one.call === call && one.error === "");
      const { timeShare, atMost } = costOf(done);
      const { count, quick } = added(done);
      const waited = percentOf(count - quick, count);
      const groups = Map.groupBy(ofCall, (one) => JSON.stringify([one.kind, isSmall(one)]));
      return Array.from(groups.values(), (own) => {
        // What was looked at closer tells how the calls divide.
        const part = countOf(own) / countOf(ofCall);
        return {
          call,
          own,
          waited,
          perSecond: (part * count) / seconds,
          timeShare: timeShare * part,
          atMost: atMost * part,
        };
      });
    })
    .toSorted((a, b) => b.timeShare - a.timeShare)
    .slice(0, shown)
    .map(({ call, own, waited, perSecond, timeShare, atMost }) => {
      const most = own.toSorted((a, b) => b.count - a.count)[0] as Transfer;
      const sum = (of: (one: Transfer) => number) => own.reduce((total, one) => total + of(one), 0);
      const site = siteOf(call, "");
      return [
        ...[call, most.kind, isSmall(most), most.file, own.length, perSecond],
        ...[
          meanOf(
            sum(({ asked }) => asked),
            countOf(own),
          ),
          meanOf(
            sum(({ moved }) => moved),
            countOf(own),
          ),
        ],
        ...[waited, timeShare, atMost, site.function, site.path],
      ];
    });
}
