import { readdirSync, readFileSync } from "node:fs";

/** @param inputs Paths of the files of a bundle. @returns the licences of the packages they came from, to be shipped with it. */
export function thirdPartyLicences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const entries = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    return `${name} ${version} (${license})\n\n${licenceText(folder) ?? `Licensed under ${license}.`}`;
  });
  return `diag contains these packages.\n\n${entries.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

function licenceText(folder: string): string | undefined {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  if (files.length === 0) return undefined;
  return files.map((name) => readFileSync(`${folder}/${name}`, "utf8").trim()).join("\n\n");
}
