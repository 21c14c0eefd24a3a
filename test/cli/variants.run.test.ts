import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, test } from "vitest";
import type { StepResult } from "../../src/documents/manifest.generated.ts";
import { findBinaries } from "../../src/runner/probe/find-binaries.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildWorkloads, startWorkload } from "../tools/workloads.ts";
import { hasFile, readFindings, readManifest, readReport } from "./diag.ts";
import { isRoot } from "./requirements.ts";

beforeAll(() => buildWorkloads(["hot"]));

const main = join(import.meta.dirname, "../../src/cli/main.ts");
const hasBcc = findBinaries([{ names: ["profile-bpfcc"], package: "bpfcc-tools" }])["profile-bpfcc"] !== undefined;
const hasHeaders = (existsSync("/usr/src") ? readdirSync("/usr/src") : []).some((name) =>
  /^linux-headers-.*-common$/.test(name),
);

/** Runs cpu-hot in a mount namespace of its own: without perf, and with a /lib/modules that is empty and then made by `script`. */
async function runWithModules(script: string) {
  await using workload = await startWorkload("hot");
  const out = join(temporaryFolder(), "bundle");
  const prepare = `if perf=$(command -v perf); then mount --bind /dev/null "$perf"; fi && mkdir -p /lib/modules && mount -t tmpfs tmpfs /lib/modules && mkdir /lib/modules/$(uname -r) && cd /lib/modules/$(uname -r) && ${script} && cd / && exec "$@"`;
  const words = [
    process.execPath,
    main,
    "run",
    "cpu-hot",
    "--pid",
    `${workload.pid}`,
    "--param",
    "duration=3s",
    "--out",
    out,
  ];
  const { stderr } = await execa("unshare", ["-m", "sh", "-c", prepare, "sh", ...words], { reject: false });
  const step = readManifest(out).steps.find(({ id }) => id === "cpu") as StepResult;
  return { out, step, stderr, top: readFindings(out).findings[0] };
}

test.skipIf(!isRoot || !hasBcc || !hasHeaders)(
  "with headers and without perf BCC answers, and names the function [needs root, bpfcc-tools, Debian's kernel headers]",
  async () => {
    // Headers of another kernel serve: profile reads no structure of the kernel's.
    const { step, top } = await runWithModules(
      "ln -s /usr/src/linux-headers-*-$(dpkg --print-architecture) build && ln -s /usr/src/linux-headers-*-common source",
    );
    expect(step).toMatchObject({ status: "ok", variant: "bcc" });
    expect(step.attempts.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(top?.message).toContain("checksum ← handle_request ← serve ← main");
  },
);

test.skipIf(!isRoot || !hasBcc)(
  "headers that do not fit: BCC fails, the next variant answers, and every format says so [needs root, bpfcc-tools]",
  async () => {
    const { out, step, stderr, top } = await runWithModules(
      "mkdir -p build/include/linux && touch build/include/linux/kconfig.h",
    );
    expect(step).toMatchObject({ status: "ok" });
    const attempt = step.attempts.find(({ variant }) => variant === "bcc");
    expect(attempt).toMatchObject({ outcome: "failed" });
    expect(step.variant).toBe("bpftrace");
    expect(top?.message).toContain("checksum ← handle_request ← serve ← main");
    expect(hasFile(out, "steps/cpu/bcc.stderr")).toBe(true);
    const reason = attempt?.reason.message ?? "";
    expect(stderr).toContain(`cpu: bcc did not work: ${reason}`);
    for (const format of ["report.md", "report.html", "report.json"])
      expect(readReport(out, format), format).toContain(reason);
  },
);
