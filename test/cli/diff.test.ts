import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordedFolder } from "../report/comparison/recorded-run.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag } from "./diag.ts";

const [before, after] = [recordedFolder("before"), recordedFolder("after")];

test("worse: exit 3, the answer, and the files that nobody has to ask for", async () => {
  const out = join(temporaryFolder(), "diff");
  const { exitCode, stdout, stderr } = await diag(["diff", before, after, "--out", out]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: "" });
  expect(stdout).toMatch(/^ {2}WORSE find_field burns 78\.1\s% of the CPU time of shop/);
  expect(stdout).toMatch(
    new RegExp(`\\ndiff  ${out}/comparison.html\\ndiff  ${out}/comparison.md\\ndiff  ${out}/comparison.json\\n$`),
  );
  expect(existsSync(join(out, "graphs/profile-1.svg"))).toBe(true);
});

test("better: exit 0; formats are chosen by name", async () => {
  const out = join(temporaryFolder(), "diff");
  const { exitCode, stdout } = await diag(["diff", after, before, "--out", out, "--format", "csv,sarif"]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ better No function dominates a busy process/);
  expect([existsSync(join(out, "comparison.csv")), existsSync(join(out, "comparison.html"))]).toEqual([true, false]);
});

test("--fail-on never: what is worse ends with 0", async () => {
  const out = join(temporaryFolder(), "diff");
  const { exitCode } = await diag(["diff", before, after, "--format", "json", "--fail-on", "never", "--out", out]);
  expect(exitCode).toBe(0);
});

test("a run that was cut short: exit 4, and the answer says so", async () => {
  const cut = changed(before, (manifest) => ({ ...manifest, run: "cut", state: "interrupted" }));
  const out = join(temporaryFolder(), "diff");
  const { exitCode, stdout } = await diag(["diff", before, cut, "--format", "json", "--out", out]);
  expect(exitCode).toBe(4);
  expect(stdout).toContain("Not all else was the same. end of the run: complete before, interrupted");
});

test("an older playbook's thresholds are not compared with a newer one's: both are judged by the newer", async () => {
  const older = changed(before, (manifest) => ({ ...manifest, run: "older" }));
  const text = readFileSync(join(older, "playbook.yaml"), "utf8");
  // By its own rules it found what the newer ones do not: that would look like something gone.
  writeFileSync(
    join(older, "playbook.yaml"),
    text.replace(/version: \d+\.\d+\.\d+/, "version: 0.9.0").replace("cpu.topShare >= 50", "cpu.topShare >= 5"),
  );
  whole(older);
  const out = join(temporaryFolder(), "diff");
  const { exitCode } = await diag(["diff", older, before, "--out", out, "--format", "json"]);
  const { playbook, verdict, conditions } = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8"));
  expect({ exitCode, version: playbook.version, change: verdict.change }).toEqual({
    exitCode: 0,
    version: "1.1.0",
    change: "same",
  });
  expect(conditions).toEqual([]);
});

test.each([
  [
    "not a bundle",
    () => [before, "nowhere"],
    "error bundle-not-found: nowhere is not a folder\n  Give the folder that `diag run` printed.\n",
  ],
  [
    "the same run twice",
    () => [before, before],
    `error bundles-unlike: ${before} and ${before} are the same run\n  Give two runs of one playbook.\n`,
  ],
  [
    "another playbook",
    () => [before, changed(after, (manifest) => ({ ...manifest, playbook: { ...manifest.playbook, name: "other" } }))],
    /^error bundles-unlike: \S+before is of the playbook cpu-hot, \S+ of other\n {2}Give two runs of one playbook\.\n$/,
  ],
  [
    "damaged",
    () => {
      const folder = changed(after, (manifest) => manifest);
      writeFileSync(join(folder, "profiles/cpu.stacks.folded"), "main 1\n");
      return [before, folder];
    },
    /^error bundle-damaged: \S+: profiles\/cpu\.stacks\.folded is not what manifest\.json says\n {2}Copy the bundle again from where it was made\.\n$/,
  ],
  [
    "a format that there is not",
    () => [before, after, "--format", "htm"],
    /^error usage: There is no format htm\n {2}Did you mean `html`\?/,
  ],
] as const)("%s: one clear error", async (_, words, message) => {
  const { exitCode, stdout, stderr } = await diag(["diff", ...words()]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  if (typeof message === "string") expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
});

type Manifest = Readonly<Record<string, unknown>> & {
  readonly playbook: object;
  readonly files: Readonly<Record<string, object>>;
};

/** A copy of a bundle with another manifest. */
function changed(bundle: string, change: (manifest: Manifest) => object): string {
  const folder = join(temporaryFolder(), "bundle");
  cpSync(bundle, folder, { recursive: true });
  rewrite(folder, change);
  return folder;
}

function rewrite(folder: string, change: (manifest: Manifest) => object): void {
  const path = join(folder, "manifest.json");
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8")))));
}

/** Takes the playbook that was changed on purpose out of what the manifest vouches for. */
function whole(folder: string): void {
  rewrite(folder, ({ files: { "playbook.yaml": _, ...files }, ...manifest }) => ({ ...manifest, files }));
}
