import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import {
  ending,
  errorIn,
  eventually,
  nothingLeft,
  objectsIn,
  startPlace,
  startWords,
  toolPodIn,
  writePlaybook,
} from "./interrupted-run.ts";

const { kubectl, nodes, apply } = lab.cluster;
const [node = ""] = nodes;

interface Detached {
  readonly run: string;
  readonly namespace: string;
  readonly folder: string;
}

async function say(words: readonly string[], namespace: string) {
  return startWords(words, namespace).end();
}

/** A run that goes on by itself, in a tool namespace of its own. */
async function withDetached<T>(
  { seconds = 3, keep = "60s" }: { readonly seconds?: number; readonly keep?: string },
  use: (detached: Detached) => Promise<T>,
): Promise<T> {
  await using place = await startPlace("detached");
  const { namespace, folder } = place;
  const file = writePlaybook(folder, seconds);
  const started = await say(["run", file, "--node", node, "--keep", keep, "--detach", "--json"], namespace);
  expect(started).toMatchObject({ exitCode: 0 });
  const told = JSON.parse(started.stdout) as { readonly run: string; readonly windowMs: number };
  expect(told).toEqual({ run: expect.stringMatching(/^[0-9a-f-]{36}$/), namespace, windowMs: seconds * 1000 });
  // Not before it has ended does its place go.
  return await use({ run: told.run, namespace, folder });
}

async function stateIn(namespace: string): Promise<string | undefined> {
  const { stdout } = await say(["runs", "--json"], namespace);
  return (JSON.parse(stdout) as readonly { readonly state: string }[])[0]?.state;
}

const whole = { exitCode: 0, state: "complete", steps: { first: "ok", window: "ok" } } as const;

describe.skipIf(lab.why !== undefined)(`a run that is fetched by another process ${needsKubernetes}`, () => {
  test.concurrent("fetch follows a run to its end, and removes it", () =>
    withDetached({ seconds: 20 }, async ({ run, namespace, folder }) => {
      expect(await stateIn(namespace)).toBe("running");
      const fetched = await say(["fetch", run.slice(0, 13), "--out", `${folder}/a`], namespace);
      expect({ ...fetched, ...ending(`${folder}/a`) }).toMatchObject(whole);
      expect(fetched.stderr).toContain("window: ok");
      expect(await nothingLeft(namespace)).toEqual([]);
      const again = await say(["fetch", run], namespace);
      expect(again).toEqual({
        exitCode: 5,
        stdout: "",
        stderr: `error run-not-found: Namespace ${namespace} has no run ${run}\n  It has none at all: a run goes when its bundle is fetched, or at its deadline.\n`,
      });
      expect((await say(["runs"], namespace)).stdout).toBe(`namespace ${namespace} has no runs\n`);
    }));

  test.concurrent("a bundle waits, may be fetched twice with --leave, and cleanup takes it only with --all", () =>
    withDetached({}, async ({ run, namespace, folder }) => {
      await eventually("the run has ended", async () => (await stateIn(namespace)) === "ended, its bundle waits");
      for (const name of ["a", "b"]) {
        const words = ["fetch", run, "--leave", "--json", "--out", join(folder, name)];
        const fetched = await say(words, namespace);
        expect({ ...fetched, ...ending(join(folder, name)) }).toMatchObject(whole);
        expect(JSON.parse(fetched.stdout)).toMatchObject({ bundle: join(folder, name) });
      }
      expect((await say(["runs"], namespace)).stdout).toMatch(
        new RegExp(`^${run.slice(0, 13)}  interrupted  node ${node}  ended, its bundle waits  .* ago  goes in `),
      );
      const words = ["cleanup", "--in", "kubernetes"];
      expect((await say(words, namespace)).stdout).toBe(
        `diag-${run.slice(0, 13)}  interrupted  run ${run.slice(0, 13)}  kept: it ends by itself at its deadline (--all removes it now)\n`,
      );
      expect((await say([...words, "--all"], namespace)).stdout).toBe(
        `diag-${run.slice(0, 13)}  interrupted  run ${run.slice(0, 13)}  removed\n`,
      );
      expect(await nothingLeft(namespace)).toEqual([]);
    }));

  test.concurrent("a bundle that nobody fetches goes by itself, and is said to be gone", () =>
    withDetached({ seconds: 2, keep: "2s" }, async ({ run, namespace, folder }) => {
      await eventually("its pod has ended", async () => (await stateIn(namespace)) === "succeeded");
      const late = await say(["fetch", run, "--out", join(folder, "late")], namespace);
      expect({ exitCode: late.exitCode, error: errorIn(late.stderr) }).toEqual({
        exitCode: 5,
        error: expect.stringMatching(
          /^error runner-lost: the tool pod \S+ has ended: its bundle waited as long as it was told to \(--keep\), and is gone\n/,
        ),
      });
      expect(existsSync(join(folder, "late"))).toBe(false);
      expect(await nothingLeft(namespace, 60)).toEqual([]);
    }));

  test.concurrent("a run whose pod was deleted has none, and says so", () =>
    withDetached({ seconds: 20 }, async ({ run, namespace }) => {
      const pod = await toolPodIn(namespace);
      await kubectl("delete", "pod", pod, "--namespace", namespace, "--grace-period=0", "--force");
      expect(await stateIn(namespace)).toBe("no pod");
      const { exitCode, stderr } = await say(["fetch", run], namespace);
      expect(exitCode).toBe(5);
      expect(stderr).toMatch(
        new RegExp(`^error runner-lost: Run ${run} has no pod: it was not made, or was deleted\n`),
      );
    }));
});

/** A tar entry by hand: no library writes such. */
function tarEntry(name: string, content: Buffer, size = content.length): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const hostile: Readonly<Record<string, { readonly archive: Buffer; readonly sum?: string; readonly says: RegExp }>> = {
  "paths that lead out of its folder": {
    archive: gzipSync(
      Buffer.concat([
        tarEntry("bundle/../../escaped", Buffer.from("x")),
        tarEntry("/tmp/diag-escaped", Buffer.from("x")),
        Buffer.alloc(1024),
      ]),
    ),
    says: /^error runner-lost: the runner ended with 0 before it wrote anything/,
  },
  "a header that tells of 8 GiB": {
    archive: gzipSync(tarEntry("bundle/huge", Buffer.from("x"), 2 ** 33 - 1)),
    says: /could not be fetched: the bundle is larger than any run makes\n/,
  },
  "bytes that are no archive": {
    archive: Buffer.from("not gzip at all"),
    says: /could not be fetched: incorrect header check\n/,
  },
  "a digest that is not its own": {
    archive: gzipSync(Buffer.alloc(1024)),
    sum: "0".repeat(64),
    says: /could not be fetched: the bundle arrived damaged twice\n/,
  },
};

describe.skipIf(lab.why !== undefined)(`a node that lies ${needsKubernetes}`, () => {
  test.concurrent.each(Object.entries(hostile))("a bundle with %s", (_, { archive, sum, says }) =>
    withDetached({ seconds: 2 }, async ({ run, namespace, folder }) => {
      await eventually("the run has ended", async () => (await stateIn(namespace)) === "ended, its bundle waits");
      const pod = await toolPodIn(namespace);
      const lie = `cd /diag && base64 -d >bundle.tgz && printf '%s %s' "$(wc -c <bundle.tgz)" "${sum ?? "$(sha256sum bundle.tgz | cut -c1-64)"}" >bundle.sum`;
      const where = ["--kubeconfig", lab.cluster.kubeconfig, "--namespace", namespace];
      await execa("kubectl", [...where, "exec", "--stdin", pod, "--", "sh", "-c", lie], {
        input: archive.toString("base64"),
      });
      const out = join(folder, "in", "side");
      mkdirSync(join(folder, "in"));
      const { exitCode, stderr } = await say(["fetch", run, "--out", out], namespace);
      expect(exitCode).toBe(5);
      expect(errorIn(stderr)).toMatch(says);
      expect(readdirSync(join(folder, "in"))).toEqual([]);
      expect(readdirSync(folder).toSorted()).toEqual(["in", "playbook.yaml"]);
      expect(existsSync("/tmp/diag-escaped")).toBe(false);
    }),
  );

  test.concurrent("Jobs that carry no plan of diag: one error each, and they can be cleaned up", async () => {
    await using place = await startPlace("garbage");
    const { namespace, folder } = place;
    const plans = {
      "not-gzip": "garbage",
      bomb: gzipSync(Buffer.alloc(64 * 1024 ** 2)).toString("base64"),
      other: gzipSync(JSON.stringify({ schema: "diag/plan/v9" })).toString("base64"),
      none: undefined,
    };
    await apply(...Object.entries(plans).map(([name, plan]) => garbageJob(namespace, name, plan)));
    for (const name of Object.keys(plans)) {
      expect(await say(["fetch", `run-${name}`, "--out", join(folder, "out")], namespace)).toEqual({
        exitCode: 2,
        stdout: "",
        stderr: `error bundle-damaged: The Job of run run-${name} does not carry a plan of diag\n  It was changed, or made by another version; \`diag cleanup --all\` removes it.\n`,
      });
    }
    expect(existsSync(join(folder, "out"))).toBe(false);
    const { exitCode, stdout } = await say(["runs"], namespace);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(4);
    expect(stdout).not.toMatch(/\u001b|NaN|undefined/);
    await say(["cleanup", "--in", "kubernetes", "--all"], namespace);
    await eventually("the Jobs are gone", async () => (await objectsIn(namespace)) === "");
  });
});

function garbageJob(namespace: string, name: string, plan: string | undefined) {
  const labels = { "app.kubernetes.io/managed-by": "diag", "diag.dev/run": `run-${name}` };
  const env = plan === undefined ? [] : [{ name: "DIAG_PLAN", value: plan }];
  const container = { name: "diag", image: lab.toolbox, imagePullPolicy: "Never", command: ["sleep", "60"], env };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace,
      labels,
      annotations: { "diag.dev/target": "\u001b[31mred", "diag.dev/expires": "never" },
    },
    spec: {
      suspend: true,
      template: { metadata: { labels }, spec: { restartPolicy: "Never", containers: [container] } },
    },
  };
}
