import assert from "node:assert/strict";
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { BundleWriter } from "../../../src/bundle/bundle-writer.ts";
import { fetchBundle } from "../../../src/site/fetch-bundle.ts";
import { followRunner, type RunnerLog } from "../../../src/site/follow-runner.ts";
import { PrintedBundle } from "../../../src/site/kubernetes/bundle-in-log.ts";
import { variables } from "../../../src/site/kubernetes/job.ts";
import { packText } from "../../../src/site/kubernetes/packed.ts";
import { podLog } from "../../../src/site/kubernetes/pod-log.ts";
import { type ClusterRun, unpackRun } from "../../../src/site/kubernetes/runs.ts";
import { container } from "../../../src/site/kubernetes/tool-pod.ts";
import { probeOf } from "../../../src/site/read-probe.ts";
import type { Cluster } from "../../../src/target/kubernetes/cluster.ts";
import { redact, removeSecrets } from "../../../src/target/kubernetes/redact.ts";
import { watch } from "../../../src/target/kubernetes/watch.ts";
import { files } from "../corpus.ts";
import { onlyOurErrors } from "../only-ours.ts";
import { emptyFolder } from "../scratch.ts";
import type { Subject } from "../subject.ts";
import { events, wholeBundle } from "../whole-bundle.ts";

const lines = (values: readonly unknown[], before = "") =>
  Buffer.from(values.map((value) => `${before}${JSON.stringify(value)}\n`).join(""));
const ended = { kind: "runner-ended", exitCode: 0 };
const printed = [
  { kind: "bundle-part", part: 0, data: Buffer.from("abc").toString("base64") },
  { kind: "bundle-part", part: 1, data: Buffer.from("def").toString("base64") },
  { kind: "bundle-printed", bytes: 6, sha256: "0".repeat(64) },
];
const told = [...events, ...printed, ended];
const time = "2026-11-23T13:36:01.123456789Z ";

/** What comes from the node: events, logs, the bundle, the probe. */
export const arrivalSubjects: readonly Subject[] = [
  {
    name: "arrival/events",
    seeds: () => [lines(told), lines(events), lines([...events].reverse())],
    read: (input) => follow({ open: async () => connection(input.toString().split("\n")), isThere: async () => false }),
  },
  {
    name: "arrival/pod-log",
    seeds: () => [lines(told, time), lines(printed, time)],
    read: (input) => follow(podLog(clusterThatSays(input), { namespace: "n", name: "p" })),
  },
  {
    name: "arrival/watch",
    seeds: () => [
      lines(
        ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"].map((type) => ({
          type,
          object: { metadata: { name: "p" } },
        })),
      ),
    ],
    read: watchOnce,
  },
  archiveSubject(
    "arrival/tar",
    (input) => stream(input),
    (tar) => tar,
  ),
  archiveSubject("arrival/packed-tar", gunzipped, (tar) => gzipSync(tar)),
  {
    name: "arrival/probe",
    share: 0.3,
    seeds: () => files("playbooks/*/cases/*/probe.json").map((probe) => Buffer.from(`{"probe":${probe}}`)),
    read: (input) => onlyOurErrors(() => probeOf(input.toString())),
  },
  {
    name: "arrival/job",
    share: 0.3,
    seeds: () => files("playbooks/*/cases/*/plan.json").slice(0, 12),
    read: (input) => onlyOurErrors(() => unpackRun(runWith(input))),
  },
  {
    name: "secrets",
    seeds: () => files("test/tools/recordings/pod/*.stdout"),
    read(input) {
      const text = input.toString();
      removeSecrets(text);
      assert.ok(redact(text).length <= 500);
    },
  },
];

async function follow(log: RunnerLog): Promise<void> {
  const bundle = new PrintedBundle();
  let last = 0;
  const { stderr } = await followRunner(log, {
    onEvent({ seq }) {
      assert.ok(seq > last, "an event was told twice");
      last = seq;
    },
    onOther: (value) => bundle.add(value),
    untilMs: 60_000,
  });
  assert.ok(stderr.length <= 16 * 1024);
  void bundle.archive;
}

function connection(text: readonly string[]) {
  return {
    lines: (async function* () {
      yield* text;
    })(),
    stderr: () => "",
    close: async () => {},
  };
}

/** An API server that answers every stream with the input, and knows no object. */
function clusterThatSays(input: Buffer): Cluster {
  const answers = { stream: async () => stream(input), ask: async () => ({ ok: false, status: 404 }) };
  return answers as unknown as Cluster;
}

function stream(input: Buffer): Readable {
  const half = Math.floor(input.length / 2);
  return Readable.from(
    [input.subarray(0, half), input.subarray(half)].filter(({ length }) => length > 0),
    { objectMode: false },
  );
}

/** One connection, which then breaks. */
async function watchOnce(input: Buffer): Promise<void> {
  const stop = new AbortController();
  const answers = {
    async stream() {
      const once = async function* () {
        yield input;
        stop.abort();
        throw new Error("the connection broke");
      };
      return Readable.from(once(), { objectMode: false });
    },
  };
  for await (const { type } of watch(answers as unknown as Cluster, { path: "/", what: "watch" }, stop.signal))
    assert.match(type, /^(?:ADDED|MODIFIED|DELETED)$/);
}

/** As `bring-home.ts` opens what it fetched. */
function gunzipped(input: Buffer): Readable {
  const gunzip = createGunzip();
  const source = stream(input);
  source.on("error", (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

function archiveSubject(name: string, open: (input: Buffer) => Readable, packed: (tar: Buffer) => Buffer): Subject {
  let parent: string | undefined;
  return {
    name,
    share: 0.2,
    seeds: async () => [packed(await bundleTar())],
    async read(input) {
      parent ??= emptyFolder(name);
      const folder = `${parent}/bundle`;
      mkdirSync(folder);
      try {
        const bundle = new BundleWriter(folder);
        // What it gives up with is an error of its own, made of whatever happened; the caller words it.
        await fetchBundle(() => open(input), bundle).catch((error: Error) => assert.equal(error.constructor, Error));
        bundle.close();
        assert.deepEqual(readdirSync(parent), ["bundle"], "a file came to stand outside of the bundle");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** As an engine's `cp CONTAINER:/diag/bundle -` and the pod's `tar` make it. */
async function bundleTar(): Promise<Buffer> {
  const folder = wholeBundle("arrival/whole");
  const archive = pack();
  archive.entry({ name: "bundle/", type: "directory" });
  for (const path of globSync("**/*.*", { cwd: folder }).toSorted())
    archive.entry({ name: `bundle/${path}` }, readFileSync(`${folder}/${path}`));
  archive.finalize();
  return buffer(archive);
}

function runWith(plan: Buffer): ClusterRun {
  const value = plan.length % 3 === 0 ? plan.toString() : packText(plan.toString());
  const env = [variables.plan, variables.playbook].map((name) => ({ name, value }));
  const job = { spec: { template: { spec: { containers: [{ name: container, env }] } } } };
  return { run: "r1", job, playbook: "p", target: "t", startedBy: "s", startedAt: 0, expiresAt: 0 };
}
