import type { Attempt } from "../documents/manifest.generated.ts";
import type { Probe } from "../documents/probe.generated.ts";
import { wrap } from "../report/terminal/wrap.ts";
import type { ToolExamination } from "../runner/examine-tools.ts";
import { toolNamed } from "../tools/registry.ts";

interface TextOptions {
  readonly width: number;
  readonly unicode: boolean;
}

/** Between columns. */
const gap = "  ";

/** The probe, and a row a variant: what a run starts with, what it falls back to, and why the others cannot run. */
export function doctorText(probe: Probe, examined: readonly ToolExamination[], options: TextOptions): string {
  const rows = examined.flatMap((one) => toolRows(one));
  const toolWidth = Math.max("tool".length, ...rows.map(({ tool }) => tool.length));
  const variantWidth = Math.max("variant".length, ...rows.map(({ variant }) => variant.length));
  const left = (tool: string, variant: string) =>
    `${tool.padEnd(toolWidth)}${gap}${variant.padEnd(variantWidth)}${gap}`;
  const room = Math.max(options.width - left("", "").length, 30);
  const lines = rows.flatMap(({ tool, variant, says, mend }) => {
    const arrow = options.unicode ? "→" : "->";
    const text = [...wrap(says, room), ...(mend === undefined ? [] : wrap(`${arrow} ${mend}`, room))];
    return text.map((line, index) => (index === 0 ? left(tool, variant) : left("", "")) + line);
  });
  const none = examined.filter(({ variant }) => variant === null).map(({ tool }) => tool);
  return [
    ...nodeLines(probe),
    "",
    `${left("tool", "variant")}`.trimEnd(),
    ...lines,
    "",
    none.length === 0
      ? `All ${examined.length} tools can run.`
      : `${examined.length - none.length} of ${examined.length} tools can run; not: ${none.join(", ")}.`,
  ].join("\n");
}

interface Row {
  /** Only on a tool's first row. */
  readonly tool: string;
  readonly variant: string;
  readonly says: string;
  readonly mend?: string;
}

function toolRows({ tool, variant: first, rejected }: ToolExamination): Row[] {
  const variants = toolNamed(tool)?.variants.map(({ name }) => name) ?? [];
  return variants.map((variant, index) => ({
    tool: index === 0 ? tool : "",
    variant,
    ...verdict(variant, first, rejected),
  }));
}

function verdict(variant: string, first: string | null, rejected: readonly Attempt[]): Pick<Row, "says" | "mend"> {
  const attempt = rejected.find((one) => one.variant === variant);
  if (attempt === undefined) return { says: variant === first ? "runs" : "runs if the one above fails" };
  const { message, mend } = attempt.reason;
  return { says: `cannot run: ${message}`, ...(mend === undefined ? {} : { mend }) };
}

function nodeLines(probe: Probe): string[] {
  const yes = (value: unknown) => (value ? "yes" : "no");
  const who = probe.uid === 0 ? "root" : `user id ${probe.uid}`;
  const where = probe.toolbox === undefined ? "" : ` · in the image ${probe.toolbox}`;
  return [
    `kernel ${probe.kernel.release} ${probe.kernel.arch} · ${probe.distribution.id} ${probe.distribution.version}${where} · ${probe.cpus} CPUs · ${who}`,
    `BTF ${yes(probe.btf)} · headers ${probe.headers ?? "no"} · kprobes ${yes(probe.kprobes)} · uprobes ${yes(probe.uprobes)} · tracefs ${probe.tracefs ?? "not mounted"}`,
    `cgroup ${probe.cgroup} · PSI ${yes(probe.psi)} · lockdown ${probe.lockdown ?? "none"} · perf_event_paranoid ${probe.perfEventParanoid ?? "not there"}`,
  ];
}
