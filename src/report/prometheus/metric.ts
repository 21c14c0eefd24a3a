import { visibleText } from "../flamegraph/visible-text.ts";

/** A gauge: its name holds its unit. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Metrics in Prometheus's text format 0.0.4, without times, as node_exporter's textfile collector wants it. Those of a
 * name stand together under one HELP.
 */
export function metricsText(metrics: readonly Metric[], common: Readonly<Record<string, string>>): string {
  const lines = [...Map.groupBy(metrics, ({ name }) => name)].flatMap(([name, family]) => [
    `# HELP ${name} ${escaped(family[0]?.help ?? "")}`,
    `# TYPE ${name} gauge`,
    ...family.map(({ labels, value }) => `${name}{${labelText({ ...common, ...labels })}} ${value}`),
  ]);
  return `${lines.join("\n")}\n`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`)
    .join(",");
}

function escaped(text: string): string {
  return visibleText(text).replaceAll("\\", "\\\\");
}
