import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { Tally } from "./tally.ts";

/** Writes what vitest counted to the file that $DIAG_TALLY names, with the reasons of what was skipped. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const layers = new Map<string, Tally>();
    const layer = (name: string): Tally => {
      const tally = layers.get(name) ?? { layer: name, passed: 0, failed: [], skipped: [] };
      layers.set(name, tally);
      return tally;
    };
    for (const module of modules) {
      const tally = layer(module.project.name);
      for (const test of module.children.allTests()) count(tally, module, test);
      // A file that could not be loaded, a hook that threw.
      if (module.errors().length > 0) tally.failed.push(module.relativeModuleId);
      for (const suite of module.children.allSuites()) {
        if (suite.errors().length > 0) tally.failed.push(`${module.relativeModuleId} › ${suite.fullName}`);
      }
    }
    if (unhandledErrors.length > 0)
      layer("unhandled errors").failed.push(`${unhandledErrors.length} errors outside of tests`);
    const file = process.env["DIAG_TALLY"];
    if (file !== undefined) writeFileSync(file, JSON.stringify([...layers.values()]));
  }
}

function count(tally: Tally, module: TestModule, test: TestCase): void {
  const name = `${module.relativeModuleId} › ${test.fullName.replace(/ \(skipped: .*\)$/, "")}`;
  const result = test.result();
  if (result.state === "passed") tally.passed++;
  else if (result.state === "skipped") tally.skipped.push({ name, reason: result.note ?? reasonOf(test) });
  else tally.failed.push(name);
}

/** Without a note, the name or a suite's tells it: `… [needs root]`, `… (skipped: perf not found)`. */
function reasonOf({ name, fullName, options }: TestCase): string {
  const told = /\[(needs [^\]]*)\]/.exec(fullName)?.[1] ?? /\(skipped: (.*)\)$/.exec(name)?.[1];
  return told ?? (options.mode === "todo" ? "to be written" : "no reason given");
}
