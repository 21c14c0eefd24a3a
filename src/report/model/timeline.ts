import type { StepCost as MeasuredCost } from "../../documents/manifest.generated.ts";
import type { Quantity } from "../quantity.ts";
import type { CostBlock, CostParts, StepCost, Timeline } from "../report.ts";
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
    return {
      step,
      label,
      status,
      ...(startMs === undefined ? {} : { startMs }),
      durationMs: result?.durationMs ?? 0,
      ...(result?.cost === undefined ? {} : { cost: stepCost(result.cost, result.argv !== undefined) }),
    };
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
  const { cpuMs, runnerCpuMs, maxRssBytes } = manifest.cost;
  const share = shareOf(cpuMs, wallMs);
  return {
    cpu: { value: cpuMs, unit: "milliseconds" },
    ...(share === undefined ? {} : { share }),
    memory: { value: maxRssBytes, unit: "bytes" },
    ...(runnerCpuMs === undefined ? {} : { parts: partsOf(cpuMs, runnerCpuMs, wallMs) }),
    estimate: { value: plan.estimate.cpuPercentOfCore, unit: "percent-of-core" },
    basis: plan.estimate.basis,
  };
}

function partsOf(cpuMs: number, runnerCpuMs: number, wallMs: number): CostParts {
  const toolsMs = Math.max(0, cpuMs - runnerCpuMs);
  const toolsShare = shareOf(toolsMs, wallMs);
  return {
    tools: { value: toolsMs, unit: "milliseconds" },
    ...(toolsShare === undefined ? {} : { toolsShare }),
    runner: { value: runnerCpuMs, unit: "milliseconds" },
  };
}

function shareOf(cpuMs: number, wallMs: number): Quantity | undefined {
  return wallMs <= 0 ? undefined : { value: (100 * cpuMs) / wallMs, unit: "percent-of-core" };
}

function stepCost({ cpuMs, maxRssBytes, diskBytes }: MeasuredCost, hasProgram: boolean): StepCost {
  return {
    ...(hasProgram || maxRssBytes > 0 ? { cpu: { value: cpuMs, unit: "milliseconds" } } : {}),
    // A program that has ended before it could be looked at.
    ...(maxRssBytes === 0 ? {} : { memory: { value: maxRssBytes, unit: "bytes" } }),
    disk: { value: diskBytes, unit: "bytes" },
  };
}
