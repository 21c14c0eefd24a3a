import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBundle } from "../../../src/bundle/read-bundle.ts";
import { finishBundle } from "../../../src/cli/finish-bundle.ts";
import { formats } from "../../../src/report/formats.ts";
import { files } from "../corpus.ts";
import { onlyOurErrors } from "../only-ours.ts";
import type { Subject } from "../subject.ts";
import { copyOf, wholeBundle } from "../whole-bundle.ts";

const documents = ["manifest.json", "plan.json", "probe.json", "facts.json", "findings.json", "events.ndjson"];
const format = formats.map(({ name }) => name);

/** Every document of a bundle, changed by whoever had it in between. */
export const bundleSubjects: readonly Subject[] = documents.map((document) => ({
  ...changedBundle("bundle", document, (folder) => readBundle(folder)),
  share: 0.1,
}));

/** What is made of such a bundle: judged, and rendered in every format. */
export const reportSubjects: readonly Subject[] = documents
  .filter((document) => document !== "findings.json" && document !== "events.ndjson")
  .map((document) => ({
    ...changedBundle("report", document, (folder) =>
      finishBundle(readBundle(folder), () => {}, { format, failOn: "fail" }),
    ),
    share: 0.01,
  }));

function changedBundle(what: string, document: string, read: (folder: string) => unknown): Subject {
  const name = `${what}/${document}`;
  let folder: string | undefined;
  const ownFolder = () => {
    folder ??= copyOf(base(), name);
    return folder;
  };
  return {
    name,
    seeds: () => [
      ...Array<Buffer>(3).fill(oneLine(readFileSync(join(ownFolder(), document)))),
      ...files(`playbooks/*/cases/*/${document}`).filter(({ length }) => length < 32 * 1024),
    ],
    async read(input) {
      const where = ownFolder();
      writeFileSync(join(where, document), input);
      await onlyOurErrors(() => read(where));
    },
  };
}

/** A part of it is then all of it. */
function oneLine(text: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(text.toString())));
  } catch {
    return text;
  }
}

let whole: string | undefined;

function base(): string {
  whole ??= wholeBundle("bundle/whole");
  return whole;
}
