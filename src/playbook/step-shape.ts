import { DiagError } from "../errors.ts";
import type { Path, SourceMap } from "./source-map.ts";

/** What only a command has, and what only a tool has. */
const ofCommands = ["run", "parse", "in", "duration"];
const ofTools = ["with"];

/** A step uses a tool or runs a command: what is wrong with one that does neither, or a bit of both. */
export function stepErrors(step: unknown, where: string, path: Path, source: SourceMap): DiagError[] {
  const has = (key: string) => typeof step === "object" && step !== null && Object.hasOwn(step, key);
  const fail = (message: string, hint: string, key?: string) =>
    new DiagError("schema", message, { at: key === undefined ? source.value(path) : source.key([...path, key]), hint });
  if (has("tool")) {
    return ofCommands
      .filter(has)
      .map((key) =>
        fail(
          `${where} uses a tool and cannot have \`${key}\``,
          "A step uses a tool, or runs a command and parses what it prints: remove one.",
          key,
        ),
      );
  }
  if (!has("run"))
    return [fail(`${where} has neither \`tool\` nor \`run\``, "Name a tool, or a command as a list of words.")];
  const errors = ofTools
    .filter(has)
    .map((key) =>
      fail(`${where} runs a command and cannot have \`${key}\``, "Write a command's arguments as words of `run`.", key),
    );
  if (!has("parse"))
    errors.push(
      fail(`${where} runs a command and lacks \`parse\``, "Say how what it prints becomes facts: parse: { as: text }."),
    );
  return errors;
}
