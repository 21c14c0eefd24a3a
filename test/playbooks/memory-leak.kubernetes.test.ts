import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diag, readFindings, readManifest, readReport } from "../cli/diag.ts";
import { lab, needsKubernetes } from "../lab/kubernetes/lab.ts";
import { type PodOptions, type StartedNamespace, startNamespace, startPod } from "../lab/kubernetes/pods.ts";

const { cluster } = lab;
const mebibyte = 1024 ** 2;
const limit = 512 * mebibyte;
/** Mebibytes a second: enough to stand out of half a minute, and far from the limit in it. */
const rate = 1;
const seconds = 40;

describe.skipIf(lab.why !== undefined)(`memory-leak on a real cluster ${needsKubernetes}`, () => {
  let tools: StartedNamespace;
  let shop: StartedNamespace;
  // The tests run at once: a folder for all of them, which goes when the last has ended.
  const folder = mkdtempSync(join(tmpdir(), "diag-memory-leak-"));
  beforeAll(async () => {
    [tools, shop] = await Promise.all([startNamespace(cluster, "tools"), startNamespace(cluster, "shop")]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await Promise.all([tools, shop].map((one) => one[Symbol.asyncDispose]()));
  });

  async function diagnose(name: string, options: Pick<PodOptions, "command"> & Partial<PodOptions>) {
    const about = { namespace: shop.name, memoryLimit: `${limit / mebibyte}Mi`, cpuLimit: "300m", ...options };
    await using pod = await startPod(cluster, name, about);
    if (options.until === "created") await restarted(pod.name);
    const out = join(folder, name);
    const words = ["run", "memory-leak", pod.name, "--namespace", shop.name, "--param", `duration=${seconds}s`];
    const env = { ...lab.env, DIAG_TOOL_NAMESPACE: tools.name };
    const { exitCode, stdout, stderr } = await diag([...words, "--out", out, "--json"], { env });
    expect([0, 3, 4], stderr).toContain(exitCode);
    return {
      exitCode,
      out,
      verdict: JSON.parse(stdout).verdict as { readonly outcome: string; readonly message: string },
    };
  }

  /** A container that the kernel kills again and again. */
  async function restarted(name: string): Promise<void> {
    const reason = "{.status.containerStatuses[0].lastState.terminated.reason}";
    await cluster.kubectl(
      "wait",
      `--for=jsonpath=${reason}=OOMKilled`,
      `pod/${name}`,
      "--namespace",
      shop.name,
      "--timeout=60s",
    );
  }

  test.concurrent("a leak in C is told with its path and the time to its limit", async () => {
    const { exitCode, verdict, out } = await diagnose("checkout", { command: ["/srv/leak", "300", `${rate * 1024}`] });
    expect(exitCode).toBe(3);
    expect(verdict.outcome).toBe("fail");
    expect(verdict.message).toContain("cache_insert ← handle_request ← main");
    expect(verdict.message).toMatch(/limit of 512\sMiB in about \d+(\.\d+)?\smin/);
    expect(minutes(verdict.message)).toBeGreaterThan((0.5 * limit) / (rate * mebibyte) / 60);
    expect(minutes(verdict.message)).toBeLessThan((1.3 * limit) / (rate * mebibyte) / 60);
    expect(readManifest(out)).toMatchObject({ site: "kubernetes", target: { runtime: "native" } });
    expect(readReport(out, "report.html")).toContain("cache_insert");
  });

  test.concurrent("a leak in Node is told as one of Node's heap, with what to do next", async () => {
    const { verdict, out } = await diagnose("orders", { command: ["node", "/srv/leak.js", "300", `${rate * 1024}`] });
    expect(verdict.outcome).toBe("fail");
    expect(verdict.message).toMatch(/node/i);
    expect(readReport(out)).toMatch(/heap snapshot|heapsnapshot/i);
    expect(readManifest(out).target.runtime).toBe("node");
  });

  test.concurrent("a leak in Python is told as one of Python's, with what to do next", async () => {
    const { verdict, out } = await diagnose("stock", { command: ["python3", "/srv/leak.py", "300", `${rate * 1024}`] });
    expect(verdict.outcome).toBe("fail");
    expect(verdict.message).toMatch(/python/i);
    expect(readReport(out)).toMatch(/tracemalloc|memray/);
    expect(readManifest(out).target.runtime).toBe("python");
  });

  test.concurrent("a healthy cache that fills and stops growing is no leak", async () => {
    const { out } = await diagnose("cache", { command: ["/srv/cache", "300", "48", "12"] });
    const alarming = readFindings(out).findings.filter(({ outcome }) => outcome === "fail" || outcome === "warn");
    expect(alarming.filter(({ check }) => !/node|kernel-log|history/.test(check))).toEqual([]);
  });

  test.concurrent("of a container that is OOM-killed again and again, it is told that and why", async () => {
    const options = {
      command: ["/srv/oom", "60"],
      memoryLimit: "32Mi",
      until: "created",
      spec: { restartPolicy: "Always" },
    } as const;
    const { verdict } = await diagnose("import", options);
    expect(verdict.outcome).toBe("fail");
    expect(verdict.message).toMatch(/OOM-killed/);
  });
});

function minutes(message: string): number {
  return Number(/in about (\d+(?:\.\d+)?)\smin/.exec(message)?.[1]);
}
