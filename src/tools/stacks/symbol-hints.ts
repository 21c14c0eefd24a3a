import type { FoldedStacks } from "../fact-declaration.ts";
import { isUnresolved } from "./frame.ts";

/** A runtime that compiles as it runs, told by functions of its interpreter, and how its functions get names. */
interface Runtime {
  readonly name: string;
  readonly frame: RegExp;
  readonly mend: string;
}

const runtimes: readonly Runtime[] = [
  {
    name: "Node.js",
    frame: /(?:^|;)(?:Builtins_JSEntry|Builtins_InterpreterEntry|node::Start\b|v8::)/,
    mend: "start node with --perf-basic-prof --interpreted-frames-native-stack",
  },
  {
    name: "Python",
    frame: /(?:^|;)_?Py(?:Eval|Object|Long|Float|Unicode|List|Dict|Tuple|Mem|Number|Run|Type|_)/,
    mend: "start Python 3.12 or newer, built with frame pointers, with -X perf; others need py-spy",
  },
  {
    name: "Java",
    frame: /(?:^|;)(?:java_start|thread_native_entry|JavaCalls::call|JavaMain|JavaThread::run|Interpreter;|call_stub)/,
    mend: "start java with -XX:+PreserveFramePointer and write its symbols with jcmd PID Compiler.perfmap (Java 17) or perf-map-agent",
  },
  {
    name: ".NET",
    frame: /(?:^|;)(?:CallDescrWorker|coreclr_execute_assembly|RunMain\b)/,
    mend: "start dotnet with DOTNET_PerfMapEnabled=1",
  },
  {
    name: "Ruby",
    frame: /(?:^|;)(?:rb_vm_exec|vm_exec_core|rb_iseq_eval)/,
    mend: "use rbspy to see Ruby methods; with YJIT, start ruby with --yjit-perf",
  },
];

/** A share of unresolved leaves above which the reader must be warned, in percent. */
const worrying = 20;

/** Why frames have no names, and what would give them some. */
export function symbolHints(stacks: FoldedStacks): string[] {
  let total = 0;
  let unresolved = 0;
  const unnamed = new Map<Runtime, number>();
  for (const [stack, weight] of stacks) {
    total += weight;
    const leaf = stack.slice(stack.lastIndexOf(";") + 1);
    if (isUnresolved(leaf) || !stack.includes(";")) unresolved += weight;
    // Builtins of V8 are in its symbol file too: only a frame of the program itself tells that the file is there.
    if (stack.includes("_[j]")) continue;
    const runtime = runtimes.find(({ frame }) => frame.test(stack));
    if (runtime !== undefined) unnamed.set(runtime, (unnamed.get(runtime) ?? 0) + weight);
  }
  const hints = [...unnamed]
    .filter(([, weight]) => (100 * weight) / total > worrying)
    .map(([{ name, mend }]) => `Functions of the ${name} program itself have no names here: ${mend}.`);
  const share = (100 * unresolved) / total;
  if (total > 0 && share > worrying && hints.length === 0) {
    hints.push(
      `${Math.round(share)} % of the samples end in code without symbols: it is stripped, or made by a JIT compiler.`,
    );
  }
  return hints;
}
