import type { Outcome, Verdict } from "./judge.ts";
import { matrix } from "./matrix.ts";
import type { Result } from "./results.ts";

const intro = `# Kernels

Stock kernels of Debian, booted in qemu under software emulation, with the packages of the toolbox (Debian 13's) beside them. On each:

- diag's probe is held against the kernel's own word (BTF, headers, kprobes, lockdown);
- every variant of every tool is started once over a small program, whether the probe calls it usable or not. One that the probe
  calls usable must answer, with facts that tell that program; one that it does not must really not answer;
- two playbooks are run whole, from the command line to the page.

Without BTF and under lockdown only what traces is started. An entry that was stopped early has blanks for what it did not come to.

\`npm run test:kernels -- --write\` makes this document (root; about half an hour for each kernel). A name of the first table runs that
one alone, \`--only NAME,…\` some tools of it.`;

const lessons = `## What the probe has learnt from it

- Lockdown in confidentiality mode closes the kernel's memory to BPF programs: bpftrace runs no script, and of the CO-RE tools only
  \`profile\` is left. \`perf\` samples as ever.
- Headers since Linux 6.19 are written in a dialect of C that older BCCs do not know.
- From 5.10.137 on, 5.10 has the tracepoint \`block_rq_insert\` of 5.11, which \`biosnoop\` of libbpf-tools does not expect there.
- Before 5.13 there are no loops over maps, and \`memleak\` is not done by bpftrace. Before 5.17 the kernel does not tell why it drops a packet.
- On a slow machine a tracer was stopped before it had started, and that was told as nothing seen: now its window begins when it traces.`;

const words: Readonly<Record<Exclude<Outcome, "refused">, string>> = {
  works: "works",
  skipped: "·",
  failed: "**fails**",
};

/** docs/kernels.md, whole. */
export function documentOf(results: readonly Result[]): string {
  return `${[
    intro,
    lessons,
    kernelTable(results),
    variantTable(results),
    reasonList(results),
    skippedList(results),
    failureList(results),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function kernelTable(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const proves = matrix.find(({ name }) => name === result.entry)?.proves ?? "";
    const counts = (["works", "refused", "skipped", "failed"] as const).map((outcome) =>
      count(result.verdicts, outcome),
    );
    return [
      result.entry,
      `${result.release} (${result.version})`,
      proves,
      result.isWhole ? result.date : `${result.date}, stopped early`,
      ...counts.map(String),
    ];
  });
  const versions = Object.entries(results.at(-1)?.packages ?? {}).map(([name, version]) => `${name} ${version}`);
  return `## Results

${table(["entry", "kernel", "what it is here for", "date", "works", "refused, as predicted", "not started", "fails"], rows)}

Emulated by ${results.at(-1)?.qemu ?? "qemu"}; the tools are ${versions.join(", ")}.`;
}

function variantTable(results: readonly Result[]): string {
  const checks = [...new Set(results.flatMap(({ verdicts }) => verdicts.map(({ check }) => check)))].filter((check) =>
    // What was started nowhere has a list of its own.
    results.some((result) => outcomeOf(result, check) !== undefined && outcomeOf(result, check) !== "skipped"),
  );
  const rows = checks.toSorted().map((check) => [
    check,
    ...results.map((result) => {
      const verdict = result.verdicts.find((one) => one.check === check);
      if (verdict === undefined) return "";
      return verdict.outcome === "refused" ? `no: ${verdict.code}` : words[verdict.outcome];
    }),
  ]);
  return `## What works where

${table(["", ...results.map(({ entry }) => entry)], rows)}`;
}

/** The probe's sentences behind the codes of the table. */
function reasonList(results: readonly Result[]): string {
  const reasons = results.flatMap(({ entry, verdicts }) =>
    verdicts.flatMap(({ outcome, code, says }) =>
      outcome === "refused" ? [`- \`${code}\` on ${entry}: ${says}`] : [],
    ),
  );
  return reasons.length === 0 ? "" : `## Refused, in the probe's words\n\n${[...new Set(reasons)].join("\n")}`;
}

function skippedList(results: readonly Result[]): string {
  const skipped = results
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ outcome }) => outcome === "skipped")
    .map(({ check, says }) => `- ${check}: ${says}`);
  if (skipped.length === 0) return "";
  return `## Not started

What they lack here has nothing to do with the kernel.

${[...new Set(skipped)].toSorted().join("\n")}`;
}

function failureList(results: readonly Result[]): string {
  const failures = results.flatMap(({ entry, verdicts }) =>
    verdicts.flatMap(({ outcome, check, says }) => (outcome === "failed" ? [`- ${entry}, ${check}: ${says}`] : [])),
  );
  return failures.length === 0 ? "" : `## Failures\n\n${failures.join("\n")}`;
}

function count(verdicts: readonly Verdict[], wanted: Outcome): number {
  return verdicts.filter(({ outcome }) => outcome === wanted).length;
}

function outcomeOf({ verdicts }: Result, wanted: string): Outcome | undefined {
  return verdicts.find(({ check }) => check === wanted)?.outcome;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
