import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

type Sources = Readonly<Record<string, string>>;

/** Lays out the files below an empty folder. */
function layOut(sources: Sources): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function faultsOf(sources: Sources): string[] {
  const { stderr } = spawnSync(process.execPath, ["scripts/lint/import-direction.ts", layOut(sources)], {
    encoding: "utf8",
  });
  return stderr.split("\n\n")[0]?.split("\n").filter(Boolean) ?? [];
}

/** What the repository's own Biome says, as `path rule`. */
function lintOf(sources: Sources): string[] {
  const root = layOut(sources);
  for (const file of [".gitignore", "biome.json", "package.json", "scripts"])
    cpSync(file, join(root, file), { recursive: true });
  mkdirSync(join(root, ".git"));
  symlinkSync(resolve("node_modules"), join(root, "node_modules"));
  const { stdout } = spawnSync("biome", ["lint", "--reporter=json", "src"], { cwd: root, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] };
  return diagnostics.map(({ category, location }) => `${location.path} ${category}`);
}

describe("the direction of imports", () => {
  test("src holds it", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/lint/import-direction.ts"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("an import against it is told with its place, however it is written", () => {
    const faults = faultsOf({
      "src/plan/step.ts": 'import { a } from "../tools/tool.ts";\nimport type { B } from "../runner/run.ts";\n',
      "src/tools/tool.ts": 'export { a } from "../plan/step.ts";\n',
      "src/judge/judge.ts": 'const { a } = await import("../runner/run.ts");\n',
      "src/errors.ts": 'export * from "./cli/main.ts";\n',
    });
    expect(faults).toEqual([
      "src/errors.ts:1  errors must not import cli (src/cli/main.ts): imports run the other way",
      "src/judge/judge.ts:1  judge must not import runner (src/runner/run.ts): imports run the other way",
      "src/plan/step.ts:2  plan must not import runner (src/runner/run.ts): imports run the other way",
      "src/tools/tool.ts:1  tools must not import plan (src/plan/step.ts): imports run the other way",
    ]);
  });

  test("folders of the same name deeper down do not matter, the meaning of the path does", () => {
    const faults = faultsOf({
      "src/cli/plan/show.ts": 'import { a } from "../../plan/step.ts";\n',
      "src/plan/cli/words.ts": 'import { a } from "../../errors.ts";\n',
      "src/plan/step.ts": 'import { a } from "./cli/words.ts";\nimport { b } from "../plan/cli/words.ts";\n',
    });
    expect(faults).toEqual([]);
  });

  test("a folder that the order does not know is told", () => {
    expect(faultsOf({ "src/helpers/a.ts": 'import "../errors.ts";\n' })).toEqual([
      "src/helpers/a.ts:1  helpers has no place in the order of layers",
    ]);
  });

  test("only site and runner start processes, only some load the Kubernetes client", () => {
    const all = 'import "node:child_process";\nimport "execa";\nimport "@kubernetes/client-node";\n';
    expect(faultsOf({ "src/site/local.ts": all, "src/audit/audit.ts": all, "src/report/a.ts": all })).toEqual([
      "src/audit/audit.ts:1  node:child_process is for src/site/, src/runner/ only",
      "src/audit/audit.ts:2  execa is for src/site/, src/runner/ only",
      "src/report/a.ts:1  node:child_process is for src/site/, src/runner/ only",
      "src/report/a.ts:2  execa is for src/site/, src/runner/ only",
      "src/report/a.ts:3  @kubernetes/client-node is for src/site/kubernetes/, src/target/kubernetes/, src/audit/ only",
      "src/site/local.ts:3  @kubernetes/client-node is for src/site/kubernetes/, src/target/kubernetes/, src/audit/ only",
    ]);
  });
});

describe("the linter", () => {
  test("printing and exiting is for the CLI; cycles, default exports and barrels are refused", () => {
    const loud =
      'export function say(): void {\n  console.log("a");\n  process.stdout.write("b");\n  process.exit(1);\n}\n';
    const found = lintOf({
      "src/plan/loud.ts": loud,
      "src/cli/loud.ts": loud.replace(/ {2}console.*\n/, ""),
      "src/plan/one.ts": 'import { two } from "./two.ts";\n\nexport const one = () => two;\n',
      "src/plan/two.ts": 'import { one } from "./one.ts";\n\nexport const two = () => one;\n',
      "src/plan/main.ts": "export default 1;\n",
      "src/plan/index.ts": 'export * from "./one.ts";\n',
      "src/plan/someName.ts": "export const name = 1;\n",
    });
    expect(found.sort()).toEqual([
      "src/plan/index.ts lint/performance/noBarrelFile",
      "src/plan/loud.ts lint/suspicious/noConsole",
      "src/plan/loud.ts plugin",
      "src/plan/loud.ts plugin",
      "src/plan/main.ts lint/style/noDefaultExport",
      "src/plan/one.ts lint/suspicious/noImportCycles",
      "src/plan/someName.ts lint/style/useFilenamingConvention",
      "src/plan/two.ts lint/suspicious/noImportCycles",
    ]);
  });
});
