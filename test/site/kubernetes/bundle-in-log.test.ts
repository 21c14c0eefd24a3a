import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { PrintedBundle, printBundle } from "../../../src/site/kubernetes/bundle-in-log.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** What a real shell prints for a bundle of so many bytes. */
async function print(bytes: number): Promise<unknown[]> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bundle"));
  writeFileSync(join(folder, "bundle", "manifest.json"), randomBytes(bytes));
  const { stdout } = await execa("sh", ["-c", printBundle.replaceAll("/diag", folder)]);
  return stdout.split("\n").map((line) => JSON.parse(line) as unknown);
}

function collect(documents: readonly unknown[]) {
  const printed = new PrintedBundle();
  for (const one of documents) printed.add(one);
  return printed.archive;
}

const digest = (content: Buffer) => createHash("sha256").update(content).digest("hex");

test("a bundle that was printed is put together again, whatever stands between its lines", async () => {
  const documents = await print(100_000);
  const noise = [
    { kind: "bundle-part" },
    null,
    { seq: 1, kind: "probed" },
    { kind: "bundle-part", part: 0.5, data: "AAAA" },
  ];
  const archive = collect([...noise, ...documents.slice(0, 3), ...documents]);
  expect(archive?.content).toHaveLength(archive?.bytes ?? 0);
  expect(digest(archive?.content ?? Buffer.alloc(0))).toBe(archive?.sha256);
});

test("a part that is missing shows in the digest", async () => {
  const archive = collect((await print(100_000)).toSpliced(2, 1));
  expect(digest(archive?.content ?? Buffer.alloc(0))).not.toBe(archive?.sha256);
});

test("while its end has not come there is none", async () => {
  expect(collect((await print(1000)).slice(0, -1))).toBeUndefined();
});
