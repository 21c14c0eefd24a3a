import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag, startDiag } from "./diag.ts";

const recordings = join(import.meta.dirname, "../report/flamegraph/recordings");
const stacks = "main;serve;spin 60\nmain;serve;parse 30\nmain;write_[k] 10\n";

/** Runs `diag flame` in a folder that holds `stacks.folded`. */
async function flame(words: readonly string[], options: { readonly input?: string; readonly cwd?: string } = {}) {
  const cwd = options.cwd ?? temporaryFolder();
  writeFileSync(join(cwd, "stacks.folded"), stacks);
  const { input } = options;
  const result = await diag(["flame", ...words], { cwd, ...(input === undefined ? {} : { input, stdin: "pipe" }) });
  return { ...result, cwd, files: readdirSync(cwd).sort() };
}

describe("diag flame", () => {
  test("draws a page named as the file, and overwrites none that it was not told to", async () => {
    const { exitCode, stdout, stderr, cwd } = await flame(["stacks.folded"]);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "html  stacks.html\n", stderr: "" });
    const page = readFileSync(join(cwd, "stacks.html"), "utf8");
    expect(/<title>(.*)<\/title>/.exec(page)?.[1]).toBe("stacks.folded");
    expect(/<p>(.* are in .*)<\/p>/.exec(page)?.[1]).toBe("60\u202f% of 100 samples are in spin and what it calls.");
    const again = await flame(["stacks.folded"], { cwd });
    expect(again.stdout).toBe("html  stacks-2.html\n");
    expect(again.files).toEqual(["stacks-2.html", "stacks.folded", "stacks.html"]);
  });

  test("draws several files as graphs of one page, and tells what else is in them", async () => {
    const { exitCode, stdout, stderr, cwd } = await flame([
      "stacks.folded",
      join(recordings, "cpu.pb.gz"),
      "--out",
      "all.html",
      "--title",
      "Before & after",
    ]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "html  all.html\n",
      stderr: "cpu.pb.gz: cpu: The file also has samples: --value samples shows it.\n",
    });
    const page = readFileSync(join(cwd, "all.html"), "utf8");
    expect(/<h1>(.*)<\/h1>/.exec(page)?.[1]).toBe("Before &amp; after");
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      "stacks.folded",
      "cpu.pb.gz: cpu",
    ]);
    expect(page.match(/<figure class="flamegraph"/g)).toHaveLength(2);
  });

  test("reads stdin and writes stdout", async () => {
    const { exitCode, stdout, files } = await flame(["-", "--out", "-", "--to", "folded"], { input: "a;b 1\na;b 2\n" });
    expect({ exitCode, stdout, files }).toEqual({ exitCode: 0, stdout: "a;b 3\n", files: ["stacks.folded"] });
  });

  test("ends well when the reader of its output goes away", async () => {
    const cwd = temporaryFolder();
    const lines = Array.from({ length: 20_000 }, (_, i) => `main;serve;handler_with_a_long_name_${i} 1\n`);
    writeFileSync(join(cwd, "many.folded"), lines.join(""));
    const child = startDiag(["flame", "many.folded", "--out", "-", "--to", "folded"], { cwd });
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { exitCode, stderr } = await child;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  test.each([
    ["x.folded", (file: Buffer) => file.toString(), /^main;serve;spin 60\nmain;serve;parse 30\nmain;write_\[k\] 10\n$/],
    ["x.svg", (file: Buffer) => file.toString(), /^<svg .*<text class="heading" x="6" y="22">stacks\.folded<\/text>/s],
    ["x.speedscope.json", (file: Buffer) => file.toString(), /"exporter":"diag .*"weights":\[60,30,10\]/],
    ["x.pb.gz", (file: Buffer) => gunzipSync(file).toString("latin1"), /write_\[k\]2\x07samples2\x05count/],
  ])("converts to %s by the end of its name", async (out, textOf, expected) => {
    const { stderr, cwd } = await flame(["stacks.folded", "--out", out]);
    expect(stderr).toBe("");
    expect(textOf(readFileSync(join(cwd, out)))).toMatch(expected);
  });

  test.skipIf(!existsSync("/usr/local/go/bin/go"))("writes what Go's own pprof reads [needs go]", async () => {
    const { cwd } = await flame(["stacks.folded", "--out", "x.pb.gz"]);
    const top = execFileSync("/usr/local/go/bin/go", ["tool", "pprof", "-top", "x.pb.gz"], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(
      top
        .split("\n")
        .slice(-6, -1)
        .map((line) => line.trim().split(/\s+/)),
    ).toEqual([
      ["60", "60.00%", "60.00%", "60", "60.00%", "spin"],
      ["30", "30.00%", "90.00%", "30", "30.00%", "parse"],
      ["10", "10.00%", "100%", "10", "10.00%", "write_[k]"],
      ["0", "0%", "100%", "100", "100%", "main"],
      ["0", "0%", "100%", "90", "90.00%", "serve"],
    ]);
  });

  test("draws the differences of two profiles", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "after.folded"), "main;serve;spin 90\nmain;gc 10\n");
    const folded = await flame(["--out", "-", "--to", "folded", "--diff", "stacks.folded", "after.folded"], { cwd });
    expect(folded.stdout).toBe("main;serve;spin 60 90\nmain;serve;parse 30 0\nmain;gc 0 10\nmain;write_[k] 10 0\n");
    const page = await flame(["--diff", "stacks.folded", "after.folded"], { cwd });
    expect(page.stdout).toBe("html  diff.html\n");
    const text = readFileSync(join(cwd, "diff.html"), "utf8");
    expect(/<h2>(.*)<\/h2>\n<p>(.*)<\/p>/.exec(text)?.slice(1)).toEqual([
      "stacks.folded → after.folded",
      "100 samples before, 100 samples after.",
    ]);
  });

  test.each<[string[], string, string]>([
    [[], "usage: There is no file to draw", "Give one, or - for stdin."],
    [["nowhere.folded"], "profile-unreadable: nowhere.folded is not there", "Check the path and its permissions."],
    [["."], "profile-unreadable: . is a folder", "Give files; those of a bundle are in it: profiles/*.folded."],
    [
      ["stacks.folded", "--out", "x.png"],
      "usage: x.png does not say which format is wanted",
      "Let it end in .html, .svg, .folded, .speedscope.json, .pb.gz, or give --to.",
    ],
    [
      ["stacks.folded", "--to", "flame"],
      "usage: There is no format flame to write",
      "There are `html`, `svg`, `folded`, `speedscope`, `pprof`.",
    ],
    [
      ["stacks.folded", "stacks.folded", "--out", "x.svg"],
      "usage: A file of svg holds one profile, not 2",
      "Give one file, or write a page: --out x.html.",
    ],
    [
      ["--diff", "stacks.folded"],
      "usage: --diff takes two files, not 1",
      "Write it last: diag flame --out x.html --diff BEFORE AFTER.",
    ],
    [
      ["--out", "x.pb.gz", "--diff", "stacks.folded", "stacks.folded"],
      "usage: A file of pprof holds no differences",
      "Write them as .html, .svg or .folded.",
    ],
    [
      ["--diff", "stacks.folded", join(recordings, "heap.pb.gz")],
      "usage: stacks.folded weighs samples, heap.pb.gz: inuse_space bytes",
      "Compare like with like: --value chooses what to compare, --unit says what both are.",
    ],
    [
      ["stacks.folded", "--unit", "byte"],
      "usage: There is no unit byte",
      "Did you mean `bytes`? There are `bytes`, `nanoseconds`, `microseconds`, `milliseconds`, `seconds`, `samples`, `count`, `none`.",
    ],
    [
      ["stacks.folded", "--value", "cycles"],
      "profile-unreadable: stacks.folded: folded stacks have one value only, not cycles",
      "Leave --value away.",
    ],
    [
      ["stacks.folded", "--out", "folder.html"],
      "output-not-writable: folder.html cannot be written: EISDIR: illegal operation on a directory, open 'folder.html'",
      "Give --out a file in it: folder.html/flame.html.",
    ],
  ])("refuses %j in one error", async (words, message, hint) => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "folder.html"));
    const { exitCode, stdout, stderr, files } = await flame(words, { cwd });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 2, stdout: "", stderr: `error ${message}\n  ${hint}\n` });
    expect(files).toEqual(["folder.html", "stacks.folded"]);
  });
});
