import { readdirSync, readFileSync } from "node:fs";

export interface BundledPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
}

/** @param inputs Paths of the files of a bundle. @returns the npm packages they came from. */
export function bundledPackages(inputs: readonly string[]): BundledPackage[] {
  const folders = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return [...folders]
    .sort()
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) }) as BundledPackage);
}

/** The licences of a bundle's packages, to be shipped with it. */
export function thirdPartyLicences(inputs: readonly string[]): string {
  const entries = bundledPackages(inputs).map(
    ({ folder, name, version, license }) =>
      `${name} ${version} (${license})\n\n${licenceText(folder) ?? `Licensed under ${license}.`}`,
  );
  return `diag contains these packages.\n\n${entries.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

function licenceText(folder: string): string | undefined {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  if (files.length === 0) return undefined;
  return files.map((name) => readFileSync(`${folder}/${name}`, "utf8").trim()).join("\n\n");
}
