import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const main = join(import.meta.dirname, "../../src/cli/main.ts");
const recording = join(import.meta.dirname, "../../playbooks/cpu-hot/cases/hot-function");
const colour = /\x1b\[(?:3[0-7]|9[0-7]|1)m/;

/** What diag shows on a terminal: util-linux' script gives it one. */
async function onTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const command = [process.execPath, main, ...words].join(" ");
  const { stdout } = await execa("script", ["-qc", command, "/dev/null"], {
    reject: false,
    extendEnv: false,
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", LANG: "C.UTF-8", ...env },
  });
  return stdout;
}

const runs = {
  "a result": () => ["run", "cpu-hot", "--recorded", recording, "--out", join(temporaryFolder(), "bundle")],
  "a live view": () => [
    "run",
    "cpu-hot",
    "--pid",
    `${process.pid}`,
    "--param",
    "duration=1s",
    "--out",
    join(temporaryFolder(), "bundle"),
  ],
};

test.each(Object.entries(runs))(
  "%s has colour on a terminal, and none with NO_COLOR or --no-color",
  async (_name, words) => {
    expect(await onTerminal(words())).toMatch(colour);
    expect(await onTerminal(words(), { NO_COLOR: "1" })).not.toMatch(colour);
    expect(await onTerminal([...words(), "--no-color"])).not.toMatch(colour);
  },
);
