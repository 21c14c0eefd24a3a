import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readView } from "../../../src/report/flamegraph/viewer/url-state.ts";
import { foldCpuProfile } from "../../../src/runner/helper/fold-cpu-profile.ts";
import { foldHeapProfile } from "../../../src/runner/helper/fold-heap-profile.ts";
import { HelperError } from "../../../src/runner/helper/helper-output.ts";
import { cheapSite, entrySite } from "../../../src/runner/helper/memleak/breakpoint-site.ts";
import { elfFunctions } from "../../../src/runner/helper/memleak/elf-symbols.ts";
import { boundSnapshot } from "../../../src/target/kubernetes/bound-snapshot.ts";
import { readKubeconfig } from "../../../src/target/kubernetes/kubeconfig.ts";
import { pickFields } from "../../../src/target/kubernetes/pick-fields.ts";
import { readResourceName } from "../../../src/target/kubernetes/pods.ts";
import { snapshotFields } from "../../../src/target/kubernetes/snapshot-fields.ts";
import type { PodSnapshot } from "../../../src/tools/cluster-snapshot/snapshot.ts";
import { readHsperfdata } from "../../../src/tools/gc-pauses/read-hsperfdata.ts";
import { file, files } from "../corpus.ts";
import { onlyOurErrors } from "../only-ours.ts";
import { emptyFolder } from "../scratch.ts";
import { smallElf } from "../small-elf.ts";
import type { Subject } from "../subject.ts";

const kubeconfig = `apiVersion: v1
kind: Config
current-context: x
clusters: [{ name: x, cluster: { server: "https://127.0.0.1:6443", certificate-authority-data: "YQ==" } }]
contexts: [{ name: x, context: { cluster: x, user: x, namespace: shop } }]
users: [{ name: x, user: { token: abc, exec: { command: aws, apiVersion: client.authentication.k8s.io/v1 } } }]
`;

/** What targets, clusters and people hand to diag beside the tools' output. */
export const helperSubjects: readonly Subject[] = [
  {
    name: "helper/cpu-profile",
    share: 0.5,
    seeds: () => [file("test/report/flamegraph/recordings/node.cpuprofile"), Buffer.from(JSON.stringify(smallProfile))],
    read(input) {
      try {
        withJson(input, foldCpuProfile);
      } catch (error) {
        if (!(error instanceof HelperError)) throw error;
      }
    },
  },
  {
    name: "helper/heap-profile",
    share: 0.3,
    seeds: () => [Buffer.from(JSON.stringify(smallHeapProfile))],
    read(input) {
      try {
        withJson(input, foldHeapProfile);
      } catch (error) {
        if (!(error instanceof HelperError)) throw error;
      }
    },
  },
  {
    name: "helper/hsperfdata",
    share: 0.3,
    seeds: () => files("test/tools/recordings/gc-pauses/*.hsperfdata"),
    read: (input) => void readHsperfdata(input, () => true),
  },
  inFile("helper/elf", [smallElf()], (path) => void elfFunctions(path, ["malloc", "free"])),
  {
    name: "helper/machine-code",
    share: 0.3,
    seeds: () =>
      ["4885ff0f84bf00000055", "f30f1efa4885ff740a", "4889f8488b150e53090055"].map((hex) => Buffer.from(hex, "hex")),
    read(input) {
      for (const { offset } of [entrySite(input, 62), cheapSite(input, 62)])
        assert.ok(offset >= 0 && offset <= input.length, `${offset} of ${input.length} bytes`);
    },
  },
  {
    name: "cluster/snapshot",
    share: 0.3,
    seeds: () => files("test/tools/recordings/pod/*.stdout"),
    read: (input) =>
      withJson(input, (value) => {
        const { pod, node, neighbours, events } = value as Readonly<Record<string, unknown>>;
        boundSnapshot({
          at: "2026-11-23T13:36:01.000Z",
          container: "app",
          pod: pickFields(pod, snapshotFields.pod),
          node: pickFields(node, snapshotFields.node),
          neighbours: list(neighbours).map((one) => pickFields(one, snapshotFields.neighbour)),
          events: list(events).map((one) => pickFields(one, snapshotFields.event)),
          missing: [],
        } satisfies PodSnapshot);
      }),
  },
  {
    name: "cluster/resource-name",
    share: 0.3,
    seeds: () => ["deploy/shop", "StatefulSet.apps/db", "pod/x", "shop-7d9f"].map((text) => Buffer.from(text)),
    read: (input) => onlyOurErrors(() => readResourceName(input.toString())),
  },
  inFile("cluster/kubeconfig", [Buffer.from(kubeconfig)], (path) =>
    onlyOurErrors(() => readKubeconfig({ kubeconfig: path })),
  ),
  {
    name: "viewer/address",
    share: 0.3,
    seeds: () =>
      ["#g0.zoom=12&g0.find=json&g1.only=f3-h5", "#g0.match=%5Ea&g0.root=top"].map((text) => Buffer.from(text)),
    read(input) {
      assert.ok(readView(input.toString(), "g0").operations.length <= 100);
    },
  },
];

const frame = (functionName: string) => ({
  functionName,
  scriptId: "1",
  url: "/srv/shop.js",
  lineNumber: 1,
  columnNumber: 4,
});
const smallProfile = {
  nodes: [
    { id: 1, hitCount: 0, children: [2], callFrame: frame("(root)") },
    { id: 2, hitCount: 3, children: [3], callFrame: frame("serve"), positionTicks: [{ line: 1, ticks: 3 }] },
    { id: 3, hitCount: 5, callFrame: frame("price") },
  ],
};

const smallHeapProfile = {
  head: {
    callFrame: frame("(root)"),
    selfSize: 0,
    children: [{ callFrame: frame("serve"), selfSize: 524_288, children: [] }],
  },
};

/** The inspector's answers are JSON always; what is in them the target may choose. */
function withJson(input: Buffer, read: (value: unknown) => void): void {
  let value: unknown;
  try {
    value = JSON.parse(input.toString());
  } catch {
    return;
  }
  read(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function inFile(name: string, seeds: readonly Buffer[], read: (path: string) => void | Promise<void>): Subject {
  let folder: string | undefined;
  return {
    name,
    share: 0.2,
    seeds: () => seeds,
    read(input) {
      folder ??= emptyFolder(name);
      const path = join(folder, "any");
      writeFileSync(path, input);
      return read(path);
    },
  };
}
