/**
 * Makes a case of a playbook from a bundle: `node scripts/record-case.ts BUNDLE playbooks/NAME/cases/CASE`. Takes what a
 * replay needs, the plan, the probe and the raw output as text, and leaves out what can be derived.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readBundle } from "../src/bundle/read-bundle.ts";

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error("usage: node scripts/record-case.ts BUNDLE CASE");

const { manifest } = readBundle(from);
const kept = Object.entries(manifest.files).filter(([path]) =>
  /^(plan|probe)\.json$|^steps\/.*\.(stdout|stderr)$/.test(path),
);
for (const [path] of kept) {
  mkdirSync(dirname(join(to, path)), { recursive: true });
  copyFileSync(join(from, path), join(to, path));
}
writeFileSync(
  join(to, "manifest.json"),
  `${JSON.stringify({ ...manifest, files: Object.fromEntries(kept) }, null, 1)}\n`,
);
