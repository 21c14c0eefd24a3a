import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { offCpuDeclarations } from "./off-cpu-facts.ts";
import { procfs } from "./procfs.ts";

/** What threads of the target wait for, and where: from leaving a CPU of themselves to being woken. */
export const offCpu: Tool = {
  name: "off-cpu",
  title: "what threads wait for, by stack",
  arguments: {
    duration: durationArgument,
    method: {
      type: "enum",
      description:
        "How it is seen. `events`: each time a thread leaves a CPU, where that can be traced. `samples`: by looking at the threads often, which also tells peers and who sleeps all along.",
      default: "events",
      values: ["events", "samples"],
    },
  },
  facts: offCpuDeclarations,
  windowMs,
  variants: [{ ...bpftrace, serves: ({ method }) => method !== "samples" }, procfs],
};
