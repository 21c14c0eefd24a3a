import fc from "fast-check";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import type { ReportInput } from "../../../src/report/report-input.ts";

/** What a process may call itself. */
export const attacks: readonly string[] = [
  "<script>window.hacked=1</script>",
  '"><img src=x onerror="window.hacked=1">',
  "</style><script>window.hacked=1</script>",
  "</title></svg></script><svg onload=window.hacked=1>",
  "]]><!--<a href='javascript:window.hacked=1'>x</a>-->",
  "{{{scriptHtml}}} {{constructor.constructor 'alert(1)'}}",
  "![x](https://evil.example/x.png) [y](javascript:alert(1)) <https://evil.example>",
  "`code` | a \\| b | **c** | <b>d</b>",
  "\x1b]8;;https://evil.example\x07link\x1b[2J\x9b31m\u202e\u2028\0",
  "&lt;script&gt; &#x3c;script",
  "${7*7} {0} %s %n",
  "__proto__",
  "constructor",
  "=cmd|' /C calc'!A0",
  "\t@SUM(1+1)\r\n-1+1,=2",
  '\n# HELP x y\nx{z="1"} 1\n',
  "\x1b]52;c;cm0gLXJmIC8=\x07\x9b2J\x1b[?1049h",
  "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;&#0;&#xd800;",
  "\ud800 \udfff \ufffe \u200b\u2060\ufeff\u2066\u{e0041}",
  `${"<b>".repeat(1_500)}<script>window.hacked=1</script>`,
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."<>\"'`&{}[]()|\\/=*_#!-;:@ \n\r\t\0\x1b\u202eabonclick"), maxLength: 40 }),
);

/** Fields that are not free text: what reads them is validated to be one of a few words, a time, or a reference. */
const fixed =
  /^(schema|state|site|kind|outcome|status|unit|code|onError|stream|startedAt|finishedAt|from|to|file|fact|id|step|check)$/;

/** Words that a format's reader knows: everything else of a model is free text. */
const known =
  /^(apiVersion|kind|outcome|status|unit|state|stream|startedAt|finishedAt|from|to|id|exhibit|exhibits|file|code)$/;

/** A model with every other text in other words, names of facts, steps and checks too. */
export function inOtherWords<Model>(model: Model, next: () => string): Model {
  return replace(model, "", { next, keep: known }) as Model;
}

/** A bundle with every free text of the node in other words: names, commands, messages, cells, stacks, output. */
export async function withTexts(input: ReportInput, next: () => string): Promise<ReportInput> {
  const { stacks, ...rest } = input;
  const files = [...stacks.keys()];
  const folded = `main;${next().replace(/[;\n]/g, " ")};${next().replace(/[;\n]/g, " ")} 7\nmain;other 3\n`;
  const { tree } = await readFolded([Buffer.from(folded)]);
  return {
    ...(replace(rest, "", { next, keep: fixed }) as Omit<ReportInput, "stacks">),
    stacks: new Map(files.map((file) => [file, tree])),
  };
}

interface Replacing {
  readonly next: () => string;
  readonly keep: RegExp;
}

function replace(value: unknown, key: string, how: Replacing): unknown {
  if (typeof value === "string") return how.keep.test(key) ? value : how.next();
  if (Array.isArray(value)) return value.map((item) => replace(item, key === "evidence" ? "fact" : key, how));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, name, how)]));
}
