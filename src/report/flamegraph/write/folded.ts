import type { StackTree } from "../stack-tree.ts";
import { eachStack, nameTexts } from "./each-stack.ts";

const chunkLength = 1 << 16;

/**
 * Folded stacks: frames from root to leaf joined by `;`, a blank, the weight. Of a diff both weights, before and after, as
 * difffolded.pl writes them.
 */
export function* foldedText(tree: StackTree): Generator<string, void, void> {
  const text = nameTexts(tree);
  let chunk = "";
  for (const { path, self, baseline } of eachStack(tree)) {
    const weights = tree.baseline ? `${decimal(baseline)} ${decimal(self)}` : decimal(self);
    chunk += `${path.map(text).join(";")} ${weights}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Readers of the format know no negative exponent. */
function decimal(weight: number): string {
  const text = String(weight);
  return text.includes("e-") ? weight.toFixed(20).replace(/0+$/, "") : text;
}
