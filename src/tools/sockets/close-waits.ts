import { type Followed, mostRows, type Row } from "./followed.ts";
import type { Owner } from "./watched-namespace.ts";

interface CloseWait {
  readonly peer: string;
  readonly inode: number;
  readonly ofTarget: boolean;
  readonly followed: Followed | undefined;
  readonly unread: number;
}

/** Connections that the peer has closed and the program has not: as they were at first, and as they are now. */
export class CloseWaits {
  readonly #first = new Map<string, number>();
  #now: CloseWait[] = [];

  begin(): void {
    this.#now = [];
  }

  add(one: CloseWait, reading: number): void {
    this.#now.push(one);
    if (reading === 0) this.#first.set(one.peer, (this.#first.get(one.peer) ?? 0) + 1);
  }

  get inodes(): number[] {
    return this.#now.map(({ inode }) => inode);
  }

  rows(owners: ReadonlyMap<number, Owner>): Row[] {
    const groups = Map.groupBy(this.#now, (one) => {
      const owner = owners.get(one.inode);
      return `${one.peer} ${owner?.pid ?? 0} ${processOf(one, owner)}`;
    });
    return [...groups.values()]
      .flatMap((all) => {
        const [one] = all;
        if (one === undefined) return [];
        const owner = owners.get(one.inode);
        return {
          peer: one.peer,
          process: processOf(one, owner),
          pid: owner?.pid ?? 0,
          ofTarget: one.ofTarget || owner?.ofTarget === true,
          count: all.length,
          grown: all.length - (this.#first.get(one.peer) ?? 0),
          held: all.filter(({ followed }) => followed?.closeWaitSince === 0).length,
          unread: all.reduce((sum, { unread }) => sum + unread, 0),
        };
      })
      .toSorted((a, b) => b.grown - a.grown || b.count - a.count)
      .slice(0, mostRows)
      .map((row) => [row.peer, row.process, row.pid, row.ofTarget, row.count, row.grown, row.held, row.unread]);
  }
}

function processOf({ inode }: CloseWait, owner: Owner | undefined): string {
  return inode === 0 ? "not accepted yet" : (owner?.name ?? "");
}
