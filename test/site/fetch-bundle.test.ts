import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Header, pack } from "tar-stream";
import { expect, test } from "vitest";
import { BundleWriter } from "../../src/bundle/bundle-writer.ts";
import type { Manifest } from "../../src/documents/manifest.generated.ts";
import { fetchBundle } from "../../src/site/fetch-bundle.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const digestOf = (text: string) => ({
  sha256: createHash("sha256").update(text).digest("hex"),
  bytes: Buffer.byteLength(text),
});

function manifestOf(files: Readonly<Record<string, string>>, state: Manifest["state"] = "complete"): string {
  return JSON.stringify({
    schema: "diag/manifest/v1",
    run: "r1",
    state,
    diag: "0.1.0",
    site: "local",
    playbook: { name: "p", version: "1.0.0", title: "P?", digest: `sha256:${"0".repeat(64)}` },
    target: { kind: "host", label: "host a", host: "a" },
    startedAt: "2026-11-23T13:36:01.000Z",
    steps: [],
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, digestOf(text)])),
  } satisfies Manifest);
}

type Entry = readonly [name: string, text: string, more?: Partial<Header>];

/** A tar archive as an engine's `cp CONTAINER:/diag/bundle -` makes it. */
function archive(entries: readonly Entry[]): Readable {
  const stream = pack();
  for (const [name, text, more] of entries) stream.entry({ name, ...more }, text);
  stream.finalize();
  return Readable.from(stream as AsyncIterable<Uint8Array>, { objectMode: false });
}

function fetchFrom(...archives: readonly (readonly Entry[])[]) {
  const folder = temporaryFolder();
  const bundle = new BundleWriter(folder);
  let opened = 0;
  const done = fetchBundle(() => archive(archives[Math.min(opened++, archives.length - 1)] ?? []), bundle);
  return { folder, done, opened: () => opened };
}

const files = { "facts.json": "{}", "steps/cpu/perf.stdout": "hot 9\n" };
const whole: Entry[] = [
  ["bundle/", "", { type: "directory" }],
  ["bundle/manifest.json", manifestOf(files)],
  ...Object.entries(files).map(([path, text]): Entry => [`bundle/${path}`, text]),
];

test("every file comes home, and the manifest is handed back", async () => {
  const { folder, done, opened } = fetchFrom(whole);
  expect((await done)?.run).toBe("r1");
  expect(opened()).toBe(1);
  expect(readFileSync(join(folder, "steps/cpu/perf.stdout"), "utf8")).toBe("hot 9\n");
});

test("a file that did not arrive whole is fetched again", async () => {
  const cut = whole.map((entry): Entry => (entry[0] === "bundle/facts.json" ? [entry[0], "{"] : entry));
  const { folder, done, opened } = fetchFrom(cut, whole);
  await done;
  expect(opened()).toBe(2);
  expect(readFileSync(join(folder, "facts.json"), "utf8")).toBe("{}");
});

test("after three times it gives up, and names the files", async () => {
  const { done, opened } = fetchFrom(whole.filter(([name]) => !name.endsWith("perf.stdout")));
  await expect(done).rejects.toThrow("steps/cpu/perf.stdout did not arrive whole");
  expect(opened()).toBe(3);
});

test("a runner that was killed leaves what it had: a half-written file is no damage", async () => {
  const running: Entry[] = [
    ["bundle/manifest.json", manifestOf(files, "running")],
    ["bundle/facts.json", "{}"],
    ["bundle/steps/cpu/perf.stdout", "ho"],
  ];
  const { done, opened } = fetchFrom(running);
  expect((await done)?.state).toBe("running");
  expect(opened()).toBe(1);
});

test("a hostile archive writes nothing outside the bundle, and no link", async () => {
  const outside = temporaryFolder();
  const { folder, done } = fetchFrom([
    ...whole,
    ["bundle/../../escaped", "x"],
    [`bundle/${outside}/absolute`, "x"],
    ["bundle/link", "", { type: "symlink", linkname: "/etc/passwd" }],
    ["bundle/.hidden", "x"],
    ["bundle/a\nb", "x"],
  ]);
  await done;
  for (const path of ["../escaped", "../../escaped", "link", ".hidden", "a\nb"]) {
    expect(existsSync(join(folder, path)), path).toBe(false);
  }
  expect(existsSync(join(outside, "absolute"))).toBe(false);
});

test("without a manifest there is nothing to fetch; one that is none is an error", async () => {
  expect(await fetchFrom([["bundle/facts.json", "{}"]]).done).toBeUndefined();
  await expect(fetchFrom([["bundle/manifest.json", '{"schema":"diag/manifest/v1"}']]).done).rejects.toThrow();
  await expect(fetchFrom([["bundle/manifest.json", "no JSON"]]).done).rejects.toThrow();
});

test("what is there already stays while its file comes, and where it does not come whole", async () => {
  const folder = temporaryFolder();
  const bundle = new BundleWriter(folder);
  bundle.put("facts.json", "told");
  const whole = Buffer.concat(await archive([["bundle/facts.json", "new ".repeat(100)]]).toArray());
  const broken = () => Readable.from([whole.subarray(0, 600)]);
  await expect(fetchBundle(broken, bundle)).rejects.toThrow();
  expect(readFileSync(join(folder, "facts.json"), "utf8")).toBe("told");
  expect(existsSync(join(folder, "facts.json.partial"))).toBe(false);
});
