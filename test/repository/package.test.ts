import { accessSync, constants, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { version } from "../../src/version.ts";

interface Package {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const lock: Readonly<Record<string, Package>> = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

/** May be passed on with diag under its own licence, with a notice. */
const allowed = new Set([
  ...["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT", "Zlib"],
  // argparse, of js-yaml, is Python's translated; stream-buffers is in the public domain.
  ...["PSF-2.0", "Unlicense"],
]);

describe("package.json", () => {
  test("says what a registry and a reader need", () => {
    expect(manifest).toMatchObject({
      name: "diag",
      license: "Apache-2.0",
      type: "module",
      engines: { node: ">=22.18" },
      bin: { diag: "bin/diag.js", "kubectl-diag": "bin/kubectl-diag.js" },
    });
    expect(readFileSync("LICENSE", "utf8")).toContain("Apache License");
  });

  test("has the version that diag tells when it is not built", () => {
    expect(version).toBe(manifest.version);
  });

  test.each(["bin/diag.js", ".ci/run"])("%s may be executed", (path) => {
    expect(() => accessSync(path, constants.X_OK)).not.toThrow();
  });
});

describe("package-lock.json", () => {
  test("holds every platform's packages, so that npm ci works on each (scripts/complete-lock.ts adds them)", () => {
    const missing = Object.entries(lock).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`${place}/node_modules/${name}` in lock || `node_modules/${name}` in lock),
      ),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
  });
});

describe("dependencies", () => {
  test("each has a line in docs/dependencies.md, and each line a dependency", () => {
    const rows = [...readFileSync("docs/dependencies.md", "utf8").matchAll(/^\| `([^`]+)` \|/gm)].map(
      ([, name]) => name,
    );
    expect([...rows].sort()).toEqual([...direct].sort());
  });

  test("what is shipped has a licence that lets diag ship it", () => {
    const shipped = Object.entries(lock).filter(([place, { dev }]) => place !== "" && !dev);
    const refused = shipped.flatMap(([place, { license }]) => {
      const parts = (license ?? "none").replace(/[()]/g, "").split(" OR ");
      return parts.some((part) => allowed.has(part)) ? [] : [`${place}: ${license ?? "no licence"}`];
    });
    expect(refused).toEqual([]);
  });
});
