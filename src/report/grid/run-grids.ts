import { formatQuantity } from "../../documents/format-quantity.ts";
import type { Provenance } from "../provenance.ts";
import type { Quantity } from "../quantity.ts";
import type { Report } from "../report.ts";
import { code, figures, type Grid, words } from "./grid.ts";

export function passedGrid({ findings }: Report): Grid {
  const passed = findings.filter(({ outcome }) => outcome === "pass");
  return {
    caption: "Checks that passed",
    columns: [words("finding"), words("decided by"), code("rule")],
    rows: passed.map(({ message, values, rule }) => [
      message,
      values.map(({ fact, text }) => `${fact} ${text}`).join(", "),
      rule ?? "",
    ]),
  };
}

export function coverageGrid({ coverage }: Report): Grid {
  return {
    caption: "Steps, and what answered",
    columns: [words("step"), words("asked for"), words("answered by"), words("result"), words("precision, or why not")],
    rows: coverage.map(({ step, label, variant, status, precision, reason }) => [
      step,
      label,
      variant ?? (status === "ok" || status === "partial" ? label : "–"),
      status,
      [reason === undefined ? undefined : [reason.message, reason.mend].filter(Boolean).join(" → "), precision]
        .filter(Boolean)
        .join("; ") || "–",
    ]),
  };
}

/** Fallbacks are never silent. */
export function attemptGrid({ coverage }: Report): Grid {
  return {
    caption: "Variants that did not answer",
    columns: [words("step"), words("variant"), words("outcome"), words("why"), words("mend")],
    rows: coverage.flatMap(({ step, attempts }) =>
      attempts.map(({ variant, outcome, reason }) => [step, variant, outcome, reason.message, reason.mend ?? "–"]),
    ),
  };
}

export function timelineGrid({ timeline }: Report): Grid {
  const time = (ms: number | undefined) => (ms === undefined ? "–" : formatQuantity(ms, "milliseconds"));
  const size = (quantity: Quantity | undefined) =>
    quantity === undefined ? "–" : formatQuantity(quantity.value, quantity.unit);
  // The kernel counts in hundredths of a second.
  const cpuTime = (cpu: Quantity | undefined) => (cpu?.value === 0 ? `< ${time(10)}` : size(cpu));
  // Runs of before did not measure it.
  const isMeasured = timeline.bars.some(({ cost }) => cost !== undefined);
  return {
    caption: isMeasured
      ? "When each step ran, from the start of the run, and what its programs cost"
      : "When each step ran, from the start of the run",
    columns: [
      words("step"),
      words("result"),
      figures("started after"),
      figures("took"),
      ...(isMeasured ? [figures("CPU time"), figures("memory"), figures("written")] : []),
    ],
    rows: timeline.bars.map(({ step, status, startMs, durationMs, cost }) => [
      step,
      status,
      time(startMs),
      startMs === undefined ? "–" : time(durationMs),
      ...(isMeasured ? [cpuTime(cost?.cpu), size(cost?.memory), size(cost?.disk)] : []),
    ]),
  };
}

export function privilegeGrid({ privileges }: Provenance): Grid {
  return {
    caption: "Privileges that the plan asks for",
    columns: [words("privilege"), words("for"), words("steps")],
    rows: privileges.map(({ name, reason, steps }) => [name, reason, steps.join(", ")]),
  };
}

export function fileGrid({ files }: Provenance): Grid {
  return {
    caption: "Files of the bundle",
    columns: [code("file"), figures("size"), code("SHA-256")],
    rows: files.map(({ path, size, sha256, damaged }) => [
      path,
      formatQuantity(size.value, size.unit),
      damaged ? `${sha256} (not what is there now)` : sha256,
    ]),
  };
}

export function rawGrid({ rawOutput }: Report): Grid {
  return {
    caption: "Raw output in the bundle",
    columns: [words("step"), words("stream"), figures("size"), code("file")],
    rows: rawOutput.map(({ step, stream, bytes, path }) => [step, stream, formatQuantity(bytes, "bytes"), path]),
  };
}
