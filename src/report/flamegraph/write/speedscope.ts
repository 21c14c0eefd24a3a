import { version } from "../../../version.ts";
import type { StackTree } from "../stack-tree.ts";
import { eachStack, nameTexts, type Stack } from "./each-stack.ts";
import type { ProfileMeaning } from "./profile-meaning.ts";

const knownUnits = ["bytes", "microseconds", "milliseconds", "nanoseconds", "seconds"];
const chunkLength = 1 << 16;

/**
 * A sampled profile in the format of speedscope (github.com/jlfwong/speedscope, src/lib/file-format-spec.ts): one sample a
 * stack, heavy or not.
 */
export function* speedscopeJson(tree: StackTree, { title, unit }: ProfileMeaning): Generator<string, void, void> {
  const text = nameTexts(tree);
  const frames = Array.from({ length: tree.names.size }, (_, id) => ({ name: text(id) }));
  const total = tree.total[0]!;
  const head = {
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: `diag ${version}`,
    name: title,
    activeProfileIndex: 0,
    shared: { frames },
  };
  const profile = {
    type: "sampled",
    name: title,
    unit: knownUnits.includes(unit) ? unit : "none",
    startValue: 0,
    endValue: total,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"profiles":[${JSON.stringify(profile).slice(0, -1)},"samples":[`;
  yield* list(tree, ({ path }) => `[${path.join(",")}]`);
  yield '],"weights":[';
  yield* list(tree, ({ self }) => String(self));
  yield "]}]}\n";
}

function* list(tree: StackTree, item: (stack: Stack) => string): Generator<string, void, void> {
  let chunk = "";
  let separator = "";
  for (const stack of eachStack(tree)) {
    chunk += separator + item(stack);
    separator = ",";
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}
