import { frameKind } from "../stacks/frame.ts";

/** How the garbage collector of a runtime shows in sampled stacks. Patterns of frames are tried on one frame's name. */
export interface KnownCollector {
  readonly runtime: "go" | "node" | "jvm" | "python";
  /** Of a whole folded stack: a program of this runtime made it. */
  readonly evidence: RegExp;
  /** Of a whole folded stack: functions of the collector would have names here; where none has, nothing is known of it. */
  readonly names: RegExp;
  /** Threads that do nothing else, by their name (comm, at most 15 bytes). */
  readonly threads?: RegExp;
  readonly collects: RegExp;
  readonly allocates?: RegExp;
  /** Whether a frame is the program's own, and not the runtime's or its standard library's. */
  readonly isProgram: (frame: string) => boolean;
}

const isJitFunction = (frame: string) =>
  frameKind(frame) === "jit" && !/^(?:Builtin|BytecodeHandler|RegExp|Stub|Interpreter)/.test(frame);

/** First elements of the import paths of Go's standard library (go list std); the runtime and what is internal to it too. */
const goLibrary =
  /^(?:bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|type|unicode|unique|unsafe|weak)[./:]/;

/**
 * - Go: runtime/mgc.go, mgcmark.go, mgcsweep.go, mwbbuf.go; malloc.go, slice.go, string.go, map.go. The symbol table names all, or nothing
 *   where it was stripped (-ldflags -s).
 * - Node.js: V8's src/heap. Distributions strip libnode.so, but Heap::CollectGarbage is exported as its API is (V8_EXPORT_PRIVATE).
 * - JVM: names that HotSpot gives its threads. The VM thread does the work of the serial collector, and little but collections otherwise.
 * - CPython: Modules/gcmodule.c, Python/gc.c. Its functions are static: a stripped build names none of them.
 */
export const knownCollectors: readonly KnownCollector[] = [
  {
    runtime: "go",
    evidence: /;runtime\.\w/,
    names: /;runtime\.\w/,
    collects:
      /^runtime\.(?:gcBgMarkWorker|gcDrain|gcAssistAlloc|gcParkAssist|gcStart|gcMark|gcSweep|gcFlushBgCredit|gcWriteBarrier|wbBufFlush|bgsweep|bgscavenge|sweepone|deductSweepCredit|markroot|scan(?:object|block|stack|Span|Conservative)|greyobject|\(\*sweepLocked\)|\(\*mspan\)\.sweep|\(\*gcWork\))/,
    allocates:
      /^runtime\.(?:mallocgc|newobject|newarray|makeslice|growslice|makemap|makechan|concatstring|rawbyteslice|rawstring|slicebytetostring|stringtoslice|convT|persistentalloc)/,
    isProgram: (frame) => frameKind(frame) === "user" && /^[^\s(]+\.[\w(]/.test(frame) && !goLibrary.test(frame),
  },
  {
    runtime: "node",
    evidence: /;(?:v8::|node::|Builtins_)/,
    names: /;(?:v8::|node::)/,
    collects:
      /\bv8::internal::(?:Heap::(?:CollectGarbage|CollectAllGarbage|CollectAllAvailableGarbage|PerformGarbageCollection|MarkCompact|Scavenge|MinorMarkSweep|StartIncrementalMarking|FinalizeIncrementalMarking)|(?:Scavenger|ScavengerCollector|MarkCompactCollector|MinorMarkSweepCollector|ConcurrentMarking|IncrementalMarking|Sweeper|ArrayBufferSweeper|Evacuator|FullEvacuator|PageEvacuationJob|PointersUpdatingJob|MainMarkingVisitor|ConcurrentMarkingVisitor)\b.*::)/,
    allocates:
      /\bv8::internal::(?:Runtime_Allocate|Heap::Allocate|HeapAllocator::|MainAllocator::|Factory::New|NewSpace::AllocateRaw)|^Builtins_(?:Allocate|FastNew|CreateShallow|CreateObjectFrom|CopyFast|CloneFast|GrowFast)/,
    isProgram: isJitFunction,
  },
  {
    runtime: "jvm",
    evidence:
      /^(?:java;|GC Thread|G1 |VM Thread|C[12] Compiler)|;(?:JavaCalls|JavaThread|OptoRuntime|SharedRuntime|InterpreterRuntime)::/,
    names: /^/,
    threads:
      /^(?:GC Thread|GC task thread|Gang worker|G1 (?:Conc|Main|Refine|Service|Young)|VM Thread$|Z(?:Director|Driver|Worker|Uncommitter|Unmapper|Reference)|Shenandoah|Concurrent Mark)/,
    collects: /^(?:CollectedHeap::collect|VM_G1Collect|VM_GenCollect|VM_ParallelGC)/,
    isProgram: isJitFunction,
  },
  {
    runtime: "python",
    evidence: /;_?Py[A-Z_]/,
    names:
      /;(?:gc_collect|collect_generations|subtype_dealloc|list_dealloc|dict_dealloc|tuple_?dealloc|unicode_dealloc)/,
    collects:
      /^(?:gc_collect|collect_generations|collect_with_callback|_?PyGC_Collect|_Py_RunGC|deduce_unreachable|subtract_refs|update_refs|move_unreachable|visit_(?:decref|reachable|add_to_container))/,
    allocates: /^(?:_?PyObject_GC_(?:New|Alloc|Malloc)|gc_alloc|_?PyType_(?:GenericAlloc|AllocNoTrack))/,
    isProgram: isJitFunction,
  },
];
