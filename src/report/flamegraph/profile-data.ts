import { gzipSync } from "node:zlib";
import { jointTotals } from "./diff/joint-totals.ts";
import { encodeColumns } from "./encode-columns.ts";
import { type FrameColumns, frameColumns } from "./frame-columns.ts";
import { pruneTree } from "./prune-tree.ts";
import type { StackTree } from "./stack-tree.ts";

export interface PageLimits {
  /** Frames in the page; what is lighter stands in `[pruned]` frames. */
  readonly maximumFrames: number;
  /** Frames with less than this share of all go too, 0 to 1. */
  readonly minimumShare: number;
}

/** A frame of 1/100,000 is a pixel wide only after zooming into a hundredth of the graph. */
const pageLimits: PageLimits = { maximumFrames: 50_000, minimumShare: 1e-5 };

/** What of a profile is worth carrying in a page. */
export function pageTree(tree: StackTree, limits: Partial<PageLimits> = {}): StackTree {
  const { maximumFrames, minimumShare } = { ...pageLimits, ...limits };
  const minimumWeight = (jointTotals(tree)[0] ?? 0) * minimumShare;
  return pruneTree(tree, { maximumNodes: maximumFrames, minimumWeight });
}

export function pageColumns(tree: StackTree, limits: Partial<PageLimits> = {}): FrameColumns {
  return frameColumns(pageTree(tree, limits));
}

/**
 * The content of a page's data block: columns, gzip, base64. Base64 has no `<`, so that it cannot end its element.
 * The same columns give the same text: no time, no name of a system gets into the gzip header.
 */
export function packProfile(columns: FrameColumns): string {
  // Level 6 takes nearly twice as long and saves one percent.
  const packed = gzipSync(encodeColumns(columns), { level: 5 });
  const operatingSystem = 9;
  packed[operatingSystem] = 255;
  return packed.toString("base64");
}
