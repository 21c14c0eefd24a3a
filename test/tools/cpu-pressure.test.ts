import { expect, it } from "vitest";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

it("tells that tasks wait", () => {
  expect(plain(parseRecording("cpu-pressure/procfs-hot-2").facts)).toMatchObject({
    some: 70.12,
    someAvg10: 43.61,
    runnable: 4.78,
    runnableMaximum: 6,
    runnablePerCpu: 2.39,
    load: 3.96,
    contextSwitches: 1684.87,
    cpus: 2,
  });
});

it("tells of runnable tasks where the kernel keeps no pressure", () => {
  const sample = (at: number) =>
    JSON.stringify({
      at,
      files: { "/proc/stat": `ctxt ${1000 * at}\nprocs_running 3\n`, "/proc/loadavg": "0.50 0.40 0.30 2/99 7\n" },
    });
  const parsed = variantNamed("cpu-pressure", "procfs").parse(
    { stdout: Buffer.from(`${sample(0)}\n${sample(2)}\n`), stderr: "", partial: false },
    contextOf(),
  );
  expect(plain(parsed.facts)).toEqual({
    runnable: 2,
    runnableMaximum: 2,
    runnablePerCpu: 1,
    load: 0.5,
    contextSwitches: 1000,
    cpus: 2,
    runnableOverTime: [
      [0, 2],
      [2, 2],
    ],
  });
  expect(parsed.notes).toEqual(["This kernel keeps no pressure figures (PSI): only runnable tasks are told."]);
});
