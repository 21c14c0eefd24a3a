import type { Tool } from "../tool.ts";
import { durationArgument, windowMs } from "../window.ts";
import { bpftrace } from "./bpftrace.ts";
import { futexDeclarations } from "./futex-facts.ts";
import { procfs } from "./procfs.ts";

/** Which locks threads of the target wait for, who holds them, and who is woken: the futex(2) calls of the C libraries and runtimes. */
export const futex: Tool = {
  name: "futex",
  title: "waits for locks, by lock, with holder and waiters",
  arguments: {
    duration: durationArgument,
    method: {
      type: "enum",
      description:
        "How it is seen. `events`: each call of futex(2), where that can be traced. `samples`: by looking at the threads often, which also tells who waits all along.",
      default: "events",
      values: ["events", "samples"],
    },
  },
  facts: futexDeclarations,
  windowMs,
  variants: [{ ...bpftrace, serves: ({ method }) => method !== "samples" }, procfs],
};
