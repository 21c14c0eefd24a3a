import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expandPaths } from "../../src/runner/expand-paths.ts";
import { sampleFiles } from "../../src/runner/sample-files.ts";
import type { Sample } from "../../src/tools/tool.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function task(folder: string, id: string, text: string) {
  mkdirSync(join(folder, "task", id), { recursive: true });
  writeFileSync(join(folder, "task", id, "stat"), text);
}

async function sample(paths: string[], options: { intervalMs: number; windowMs: number; signal?: AbortSignal }) {
  const lines: Sample[] = [];
  const stopped = await sampleFiles({
    paths,
    ...options,
    signal: options.signal ?? new AbortController().signal,
    onStdout: (chunk) => {
      lines.push(JSON.parse(Buffer.from(chunk).toString()));
      return undefined;
    },
  });
  return { stopped, lines };
}

test("a star stands for one component, ordered by number", () => {
  const folder = temporaryFolder();
  for (const id of ["10", "9"]) task(folder, id, "x");
  expect(expandPaths([`${folder}/task/*/stat`, "/plain"])).toEqual([
    `${folder}/task/9/stat`,
    `${folder}/task/10/stat`,
    "/plain",
  ]);
});

test("reads at the start, at each interval and at the end, also what appears and goes", async () => {
  const folder = temporaryFolder();
  task(folder, "1", "one");
  setTimeout(() => {
    task(folder, "2", "two");
    rmSync(join(folder, "task", "1"), { recursive: true });
  }, 50);
  const { stopped, lines } = await sample([`${folder}/task/*/stat`], { intervalMs: 100, windowMs: 250 });
  expect(stopped).toBeUndefined();
  expect(lines.map(({ files }) => Object.values(files))).toEqual([["one"], ["two"], ["two"], ["two"]]);
  expect(lines.at(-1)?.at).toBeCloseTo(0.25, 1);
});

test("a window of 0 is a single look; links of a process are read as links", async () => {
  const folder = temporaryFolder();
  symlinkSync("/usr/bin/some program", join(folder, "exe"));
  const { lines } = await sample([join(folder, "exe"), join(folder, "absent")], { intervalMs: 1000, windowMs: 0 });
  expect(lines.map(({ files }) => files)).toEqual([{ [join(folder, "exe")]: "/usr/bin/some program" }]);
});

test("when stopped it reads once more and says why", async () => {
  const stopper = new AbortController();
  setTimeout(() => stopper.abort("interrupted"), 30);
  const { stopped, lines } = await sample(["/proc/uptime"], {
    intervalMs: 10_000,
    windowMs: 60_000,
    signal: stopper.signal,
  });
  expect(stopped).toEqual({ code: "interrupted", message: "interrupted by the user" });
  expect(lines).toHaveLength(2);
});

test("what programs say stands beside the files, until there is no more of it", async () => {
  const lines: Sample[] = [];
  let readings = 0;
  const stopped = await sampleFiles({
    paths: ["/proc/sys/kernel/ostype"],
    intervalMs: 20,
    windowMs: 60_000,
    beside: async () => (++readings > 2 ? undefined : { ss: `reading ${readings}` }),
    signal: new AbortController().signal,
    onStdout: (chunk) => void lines.push(JSON.parse(Buffer.from(chunk).toString())),
  });
  expect(stopped).toBeUndefined();
  expect(lines.map(({ files }) => files)).toEqual([
    { "/proc/sys/kernel/ostype": "Linux\n", ss: "reading 1" },
    { "/proc/sys/kernel/ostype": "Linux\n", ss: "reading 2" },
  ]);
});
