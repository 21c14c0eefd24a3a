export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text format 0.0.4, as strict as node_exporter's textfile collector: no times, a family together, nothing twice. */
export function readMetrics(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const samples: Sample[] = [];
  const seen = new Set<string>();
  const families = new Set<string>();
  let family = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const [, help] = /^# HELP ([a-z_:][a-z0-9_:]*) (?:[^\\\n]|\\[\\n])*$/i.exec(line) ?? [];
    if (help !== undefined) {
      if (families.has(help)) throw new Error(`a second HELP of ${help}`);
      families.add(help);
      family = help;
      continue;
    }
    if (line === `# TYPE ${family} gauge`) continue;
    const [, name, list = "", value] =
      /^([a-z_:][a-z0-9_:]*)\{((?:[a-z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (\S+)$/i.exec(line) ?? [];
    if (name !== family || Number.isNaN(Number(value))) throw new Error(`no sample of ${family}: ${line}`);
    const pairs = [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    if (new Set(pairs.map(([, label]) => label)).size < pairs.length) throw new Error(`a label twice: ${line}`);
    const key = `${name}{${list}}`;
    if (seen.has(key)) throw new Error(`a sample twice: ${key}`);
    seen.add(key);
    const labels = Object.fromEntries(pairs.map(([, label, text]) => [label, text?.replace(/\\(.)/g, unescaped)]));
    samples.push({ name, labels, value: Number(value) });
  }
  return samples;
}

function unescaped(_: string, character: string): string {
  return character === "n" ? "\n" : character;
}
