import type { CostBlock, Timeline } from "../report.ts";
import type { ReportInput } from "../report-input.ts";
import { buildCoverage } from "./coverage-list.ts";
import { runWindow } from "./run-window.ts";

export function buildTimeline(input: ReportInput): Timeline {
  const { manifest } = input;
  const start = Date.parse(manifest.startedAt);
  const window = runWindow(manifest);
  const bars = buildCoverage(input).map(({ step, label, status }) => {
    const result = manifest.steps.find(({ id }) => id === step);
    const startMs = result?.startedAt === undefined ? undefined : Math.max(0, Date.parse(result.startedAt) - start);
    return { step, label, status, ...(startMs === undefined ? {} : { startMs }), durationMs: result?.durationMs ?? 0 };
  });
  const ends = bars.map(({ startMs = 0, durationMs }) => startMs + durationMs);
  const finished = manifest.finishedAt === undefined ? 0 : Date.parse(manifest.finishedAt) - start;
  return {
    totalMs: Math.max(finished, window === undefined ? 0 : window.to - start, ...ends, 0),
    ...(window === undefined ? {} : { window: { fromMs: Math.max(0, window.from - start), toMs: window.to - start } }),
    bars,
  };
}

export function buildCost({ manifest, plan }: ReportInput): CostBlock | undefined {
  if (manifest.cost === undefined) return undefined;
  const window = runWindow(manifest);
  const wallMs = window === undefined ? 0 : window.to - window.from;
  return {
    cpu: { value: manifest.cost.cpuMs, unit: "milliseconds" },
    ...(wallMs <= 0
      ? {}
      : { share: { value: (100 * manifest.cost.cpuMs) / wallMs, unit: "percent-of-core" as const } }),
    memory: { value: manifest.cost.maxRssBytes, unit: "bytes" },
    estimate: { value: plan.estimate.cpuPercentOfCore, unit: "percent-of-core" },
    basis: plan.estimate.basis,
  };
}
