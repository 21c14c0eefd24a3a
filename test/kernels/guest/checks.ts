/**
 * What a guest does: tells the probe and the kernel's own truth, starts every variant of every tool, runs whole playbooks.
 * A line of JSON on stdout for each. `only=NAME,…` on the kernel's command line starts those tools or variants (TOOL/VARIANT, `*` for any tool; `playbooks`) alone,
 * `tracers` only what traces the kernel.
 */
import { readFileSync, writeSync } from "node:fs";
import { probeNode } from "../../../src/runner/probe/probe-node.ts";
import { binariesOf, tools } from "../../../src/tools/registry.ts";
import type { Tool, Variant } from "../../../src/tools/tool.ts";
import { lackOf, type TargetOf, targetOf } from "../lacks.ts";
import type { GuestRecord, VariantRecord } from "../record.ts";
import { kernelTruth } from "./kernel-truth.ts";
import { runPlaybook } from "./run-playbook.ts";
import { startVariant } from "./start-variant.ts";
import { Target, type TargetName } from "./targets.ts";

const words = new Map(
  readFileSync("/proc/cmdline", "utf8")
    .trim()
    .split(" ")
    .map((word) => [word.split("=", 1)[0] ?? "", word.split("=", 2)[1] ?? ""] as const),
);
const only = words.get("only")?.split(",");
/** What variants are started over. */
const targetNames = ["native", "node", "python"] as const;
const probe = probeNode(binariesOf(), "/tmp");

tell({ kind: "node", probe, kernel: kernelTruth() });
const all = tools
  .flatMap((tool) => tool.variants.map((variant) => ({ tool, variant })))
  .filter(({ tool, variant }) => {
    const names = [tool.name, `${tool.name}/${variant.name}`, `*/${variant.name}`];
    return only === undefined || names.some((name) => only.includes(name));
  });

// What most depends on the kernel first: a guest that is stopped has told that. BCC compiles against the headers for a minute or more.
for (const name of targetNames) await startVariants(name, 2, (variant) => isBpf(variant) && variant.name !== "bcc");
if (only === undefined || only.includes("playbooks")) await runPlaybooks();
for (const name of targetNames) await startVariants(name, 2, (variant) => variant.name === "bcc");
if (!words.has("tracers")) for (const name of targetNames) await startVariants(name, 4, (variant) => !isBpf(variant));
tell({ kind: "end" });

async function startVariants(name: TargetName, atATime: number, has: (variant: Variant) => boolean): Promise<void> {
  const wanted = all.filter(({ variant }) => targetFor(variant) === name && has(variant));
  if (wanted.length === 0) return;
  await using target = await Target.start(name);
  const start = async (list: Iterable<(typeof wanted)[number]>) => {
    for (const { tool, variant } of list) tell(await variantRecord(tool, variant, target.pid));
  };
  // What attaches to a runtime is alone with it.
  const isAlone = ({ tool }: { readonly tool: Tool }) => name !== "native" || tool.exclusive !== undefined;
  const beside = wanted.filter((one) => !isAlone(one)).values();
  await Promise.all(Array.from({ length: atATime }, () => start(beside)));
  await start(wanted.filter(isAlone));
}

/** It loads a program into the kernel, or is perf. */
function isBpf({ name }: Variant): boolean {
  return /^(?:bpftrace|libbpf|bcc|usdt|perf)/.test(name);
}

async function variantRecord(tool: Tool, variant: Variant, pid: number): Promise<VariantRecord> {
  const spec = targetOf(variant) === "host" ? ({ kind: "host" } as const) : ({ kind: "process", pid } as const);
  const canTell = lackOf(variant, probe)?.isOfKernel ?? true;
  return {
    kind: "variant",
    tool: tool.name,
    variant: variant.name,
    ...(canTell ? { started: await startVariant(tool, variant, spec, probe) } : {}),
  };
}

/** What is started over the host is so beside a program. */
function targetFor(variant: Variant): Exclude<TargetOf, "host"> {
  const target = targetOf(variant);
  return target === "host" ? "native" : target;
}

async function runPlaybooks(): Promise<void> {
  for (const [playbook, name] of [
    ["cpu-hot", "hot"],
    ["off-cpu", "native"],
  ] as const) {
    await using target = await Target.start(name);
    tell(runPlaybook(playbook, target.pid, "10s"));
  }
}

function tell(record: GuestRecord): void {
  writeSync(1, `${JSON.stringify(record)}\n`);
}
