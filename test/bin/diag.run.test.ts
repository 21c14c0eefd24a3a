import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { isRunning } from "../running.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A Node that is too old for diag, if this machine has one beside the clone's own. */
const oldNode = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "node"))
  .find((path) => existsSync(path) && isOld(path));

function isOld(path: string): boolean {
  const [major = 0, minor = 0] = String(execFileSync(path, ["-p", "process.versions.node"]))
    .split(".")
    .map(Number);
  return major < 22 || (major === 22 && minor < 18);
}

/** An installation whose program prints what it was given, with the clone's Node at hand or not. */
function installation(program: string, { node }: { readonly node: boolean }): string {
  const root = temporaryFolder();
  cpSync("bin", join(root, "bin"), { recursive: true });
  mkdirSync(join(root, "dist"));
  writeFileSync(join(root, "package.json"), '{ "type": "module" }');
  writeFileSync(join(root, "dist/main.js"), program);
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  if (node) symlinkSync(resolve("node_modules/.bin/node"), join(root, "node_modules/.bin/node"));
  return join(root, "bin/diag.js");
}

describe("bin/diag.js", () => {
  test("starts the program with its arguments, on the Node that runs it", () => {
    const diag = installation("console.log(process.argv.slice(2), process.version); process.exitCode = 3;", {
      node: false,
    });
    const { stdout, status } = spawnSync(process.execPath, [diag, "plan", "--pid", "1"], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: `[ 'plan', '--pid', '1' ] ${process.version}\n`, status: 3 });
  });

  test("keeps its compile cache beside the program, never in a folder that others can write", () => {
    const diag = installation(
      "console.log(process.env.NODE_COMPILE_CACHE, (await import('node:module')).getCompileCacheDir());",
      {
        node: false,
      },
    );
    const { NODE_V8_COVERAGE: _noCacheWithIt, ...env } = process.env;
    const { stdout } = spawnSync(process.execPath, [diag], { encoding: "utf8", env });
    expect(stdout).toContain(`undefined ${resolve(diag, "../../dist/compile-cache")}`);
  });

  test("says what to do when it is not built", () => {
    const diag = installation("", { node: false });
    const moved = join(temporaryFolder(), "bin");
    cpSync(resolve(diag, ".."), moved, { recursive: true });
    const { stderr, status } = spawnSync(process.execPath, [join(moved, "diag.js")], { encoding: "utf8" });
    expect({ stderr, status }).toEqual({
      stderr: `error not-built: There is no ${resolve(moved, "../dist/main.js")}\n  In a clone run \`npm ci\`, or \`npm run build\` after a change.\n`,
      status: 2,
    });
  });
});

describe("bin/diag.js on an old Node", () => {
  const diagOn = (diag: string, ...words: string[]) => spawnSync(oldNode ?? "", [diag, ...words], { encoding: "utf8" });

  test("says which Node it needs, which this is, and what to do", (context) => {
    if (oldNode === undefined) context.skip("no Node older than 22.18 is in PATH");
    const { stderr, status } = diagOn(installation("", { node: false }), "--version");
    const version = String(execFileSync(oldNode ?? "", ["-p", "process.versions.node"])).trim();
    const path = String(execFileSync(oldNode ?? "", ["-p", "process.execPath"])).trim();
    expect(stderr.split("\n")).toEqual([
      "error old-node: diag needs Node.js 22.18 or newer",
      `  this is ${version}, ${path}`,
      "  Install a current Node.js; in a clone run `npm ci` once: it brings one, which diag then uses by itself.",
      "",
    ]);
    expect(status).toBe(2);
  });

  test("takes the clone's own Node, and passes on arguments and exit status", (context) => {
    if (oldNode === undefined) context.skip("no Node older than 22.18 is in PATH");
    const diag = installation("console.log(process.argv.slice(2), process.version); process.exitCode = 4;", {
      node: true,
    });
    const { stdout, status } = diagOn(diag, "run", "a b");
    expect({ stdout, status }).toEqual({ stdout: `[ 'run', 'a b' ] ${process.version}\n`, status: 4 });
  });

  test.each(["SIGINT", "SIGTERM"] as const)("passes on %s, and waits for the end", async (signal) => {
    const program = `process.on("${signal}", () => setTimeout(() => process.exit(130), 200)); setInterval(() => {}, 1000); console.log(process.pid);`;
    const child = spawn(oldNode ?? process.execPath, [installation(program, { node: true })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    child.kill(signal);
    const [code] = await once(child, "exit");
    expect(code).toBe(130);
    expect(isRunning(Number(line))).toBe(false);
  });

  test("ends as its program ended: by the same signal", async () => {
    const program = `console.log(process.pid); setInterval(() => {}, 1000);`;
    const child = spawn(oldNode ?? process.execPath, [installation(program, { node: true })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout, "data");
    process.kill(Number(line), "SIGTERM");
    const [code, signal] = await once(child, "exit");
    expect({ code, signal }).toEqual({ code: null, signal: "SIGTERM" });
  });
});
