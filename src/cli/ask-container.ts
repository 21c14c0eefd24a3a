import { createInterface } from "node:readline/promises";

/** Asks a person which container is meant; undefined where nobody is there to answer. */
export function askContainer(): ((names: readonly string[]) => Promise<string | undefined>) | undefined {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
  return async (names) => {
    const question = createInterface({ input: process.stdin, output: process.stderr });
    const list = names.map((name, index) => `  ${index + 1}  ${name}`).join("\n");
    try {
      const answer = (await question.question(`The pod has several containers:\n${list}\nWhich one? `)).trim();
      return names[Number(answer) - 1] ?? names.find((name) => name === answer);
    } finally {
      question.close();
    }
  };
}
