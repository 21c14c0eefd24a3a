import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { type InputFormatName, inputFormats } from "../../../src/report/flamegraph/read/input-formats.ts";
import { readFolded } from "../../../src/report/flamegraph/read/read-folded.ts";
import { readProfile } from "../../../src/report/flamegraph/read/read-profile.ts";
import type { StackTree } from "../../../src/report/flamegraph/stack-tree.ts";
import { file, files } from "../corpus.ts";
import { onlyOurErrors } from "../only-ours.ts";
import type { Subject } from "../subject.ts";

/** So small that inputs reach them. */
const limits = { maximumNodes: 200, maximumNameBytes: 4000, maximumLineBytes: 500, maximumDepth: 40 };

const recorded = (name: string) => file("test/report/flamegraph/recordings", name);
const raw = (pattern: string) => files(`test/tools/recordings/${pattern}.stdout`);

const seeds: Readonly<Record<InputFormatName, () => readonly Buffer[]>> = {
  folded: () => [...raw("profile/bcc-*"), ...raw("profile/async-profiler-*")],
  "perf-script": () => [recorded("perf-script.txt"), recorded("perf-two-events.txt"), ...raw("profile/perf-*")],
  bpftrace: () => [recorded("bpftrace.txt"), ...raw("profile/bpftrace-*")],
  memleak: () => raw("memleak/bcc-*"),
  pprof: () => [gunzipSync(recorded("cpu.pb.gz")), gunzipSync(recorded("heap.pb.gz"))],
  speedscope: () => [recorded("py-spy.speedscope.json")],
  cpuprofile: () => [recorded("node.cpuprofile")],
};

export const profileSubjects: readonly Subject[] = [
  ...inputFormats.map(
    ({ name }): Subject => ({
      name: `profile/${name}`,
      seeds: seeds[name],
      read: (input) => onlyOurErrors(() => readAny(input, name)),
    }),
  ),
  {
    name: "profile/recognised",
    seeds: () => Object.values(seeds).flatMap((of) => of()),
    read: (input) => onlyOurErrors(() => readAny(input)),
  },
  {
    name: "profile/packed",
    share: 0.5,
    seeds: () => [
      recorded("cpu.pb.gz"),
      recorded("heap.pb.gz"),
      gzipSync(recorded("node.cpuprofile")),
      gzipSync(raw("profile/bcc-hot").at(0) ?? ""),
    ],
    read: (input) => onlyOurErrors(() => readAny(input)),
  },
  {
    name: "profile/bundle",
    seeds: seeds.folded,
    async read(input) {
      const { tree } = await readFolded(chunks(input), limits);
      checkTree(tree);
    },
  },
];

async function readAny(input: Buffer, from?: InputFormatName): Promise<void> {
  const { tree } = await readProfile("any", chunks(input), { limits, ...(from === undefined ? {} : { from }) });
  checkTree(tree);
  const total = tree.total[0] ?? 0;
  assert.ok(total > 0 && Number.isFinite(total), `the whole weighs ${total}`);
}

/** Cut where the input's length says. No source gives a long file by a few bytes at a time. */
function* chunks(input: Buffer): Generator<Buffer> {
  const size = Math.max([7, 100, 4_096, 65_536][input.length % 4] ?? 0, Math.ceil(input.length / 500));
  for (let at = 0; at < input.length; at += size) yield input.subarray(at, at + size);
}

function checkTree(tree: StackTree): void {
  const most = limits.maximumNodes + limits.maximumDepth + 2;
  assert.ok(tree.name.length <= most, `${tree.name.length} nodes`);
  for (let node = 1; node < tree.name.length; node++)
    assert.ok((tree.parent[node] ?? node) < node, `node ${node} stands before its parent`);
}
