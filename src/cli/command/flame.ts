import type { FlameCommandOptions } from "../draw-flame.ts";
import type { AddCommand } from "./add-command.ts";

export const addFlame: AddCommand = (program) => {
  program
    .command("flame")
    .description("draw flame graphs of profiles, of other tools too, and convert them")
    .argument("[files...]", "profiles: several become several graphs of one page; - is stdin")
    .option("--diff <files...>", "the differences of two profiles: before, after")
    .option("--out <file>", "what to write; its end says the format; - is stdout (default: a page named as the file)")
    .option("--to <format>", "format to write: html, svg, folded, speedscope, pprof")
    .option(
      "--from <format>",
      "format to read, where the content does not tell: folded, perf-script, bpftrace, memleak, pprof, speedscope, cpuprofile",
    )
    .option("--value <name>", "which value of a file that has several: inuse_space, cycles, @stacks, a thread…")
    .option("--unit <unit>", "unit of the weights, where the file does not tell: samples, bytes, nanoseconds…")
    .option("--title <text>", "title of the page")
    .addHelpText(
      "after",
      "\nExamples:\n  $ diag flame out.folded\n  $ perf script | diag flame - --out cpu.html\n  $ diag flame heap.pb.gz --value inuse_objects\n  $ diag flame --diff before.folded after.folded --out diff.html\n  $ diag flame diag-2026-11-23-cpu-hot-4242/profiles/*.folded\n  $ diag flame diag-2026-11-23-cpu-hot-4242/profiles/cpu.stacks.folded --out cpu.pb.gz",
    )
    .action(async (files: string[], options: FlameCommandOptions) => {
      await (await import("../draw-flame.ts")).drawFlame(files, options);
    });
};
