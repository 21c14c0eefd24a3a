import { describe, expect, it } from "vitest";
import { readAs } from "../../src/runner/helper/ruby-profile.ts";
import { mountOptions } from "../../src/runner/helper/target-folder.ts";
import { profile } from "../../src/tools/profile/profile.ts";
import { attachTo } from "../../src/tools/profile/runtime/attach-to.ts";
import type { NodeProcess, NodeTarget } from "../../src/tools/tool.ts";
import { nativeProcess } from "./native-process.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

const process = (pid: number, more: Partial<NodeProcess>): NodeProcess => ({ ...nativeProcess(pid), ...more });
const target = (...processes: NodeProcess[]): NodeTarget => ({ kind: "process", processes, cgroups: {} });

describe("the variants of profile", () => {
  const serving = (frames: string) =>
    profile.variants.filter(({ serves }) => serves?.({ frames })).map(({ name }) => name);

  it("ask the kernel or the program's runtime, as the argument says", () => {
    expect(serving("kernel").toSorted()).toEqual(["bcc", "bpftrace", "libbpf", "perf"]);
    expect(serving("program")).toEqual(expect.arrayContaining(["py-spy", "py-spy-plain", "rbspy", "async-profiler"]));
    expect(serving("program")).not.toContain("perf");
  });

  it("say what they do to the target", () => {
    for (const { name, serves, effect } of profile.variants) {
      // perf only watches.
      if (name === "perf-map") continue;
      if (serves?.({ frames: "kernel" }) === false) expect(effect).toMatch(/\.$/);
    }
  });
});

describe("the process to attach to", () => {
  const shell = process(1, {});
  const server = process(10, { runtime: "python", cpuSeconds: 1 });
  const worker = process(11, { runtime: "python", cpuSeconds: 50 });

  it("is the busiest of the runtime", () => {
    expect(attachTo(target(shell, server, worker), "python")).toEqual({ process: worker, hasOthers: true });
  });

  it("is the main one where children are followed", () => {
    expect(attachTo(target(server, worker), "python", true)?.process).toBe(server);
    expect(attachTo(target(shell, server, worker), "python", true)?.process).toBe(worker);
  });

  it("is shown as the main one where no runtime is known, and is none of a host", () => {
    expect(attachTo(target(shell), "python")).toEqual({ process: shell, hasOthers: false });
    expect(attachTo({ kind: "host", cgroups: {} }, "python")).toBeUndefined();
  });
});

describe("commands", () => {
  const argv = (variant: string, where: NodeTarget) => {
    const collection = variantNamed("profile", variant).collect(
      { duration: 2_000, frequency: 99, frames: "program" },
      { target: where, artifact: (name) => `/step/${name}` },
    );
    return collection.kind === "commands" ? collection.commands.map((command) => command.argv.join(" ")) : [];
  };
  const python = [10, 11].map((pid) => process(pid, { runtime: "python" }));

  it("of py-spy", () => {
    expect(argv("py-spy", target(...python))).toEqual([
      "record -p 10 -d 2 -r 99 -f raw -F -t --native --subprocesses -o /step/py-spy.folded",
      "/step/py-spy.folded",
    ]);
    expect(argv("py-spy-plain", target(python[1] as NodeProcess))[0]).toBe(
      "record -p 11 -d 2 -r 99 -f raw -F -t -o /step/py-spy.folded",
    );
  });

  it("of diag's helpers", () => {
    expect(argv("rbspy", target(process(7, { runtime: "ruby" })))).toEqual([
      "helper ruby-profile --pid 7 --seconds 2 --hertz 99 --file /step/rbspy.folded",
    ]);
    expect(argv("async-profiler", target(process(8, { runtime: "jvm" })))).toEqual([
      "helper java-profile --pid 8 --seconds 2 --hertz 99 --event cpu",
    ]);
  });
});

describe("Python", () => {
  it.each(["py-spy", "py-spy-plain"])("functions are told by %s", (variant) => {
    const { facts, notes } = parseRecording(`profile/${variant}-python`);
    expect(plain(facts)).toMatchObject({
      topFunction: "price_of (hot.py:6)",
      topPath: "price_of (hot.py:6) ← render_page (hot.py:13) ← <module> (hot.py:1)",
      unresolvedShare: 0,
    });
    expect(Object.keys(facts)).not.toContain("kernelShare");
    expect(notes.join()).not.toContain("need py-spy");
  });

  it.each(["py-spy", "py-spy-plain"])("functions that call C extensions, and threads, are told by %s", (variant) => {
    const facts = plain(parseRecording(`profile/${variant}-python-c`).facts);
    const functions = (facts["functions"] as unknown[][]).slice(0, 2).map(([name]) => name);
    expect(functions.toSorted()).toEqual([
      "JSONDecoder.raw_decode (json/decoder.py:343)",
      "findall (re/__init__.py:208)",
    ]);
    expect((facts["threads"] as unknown[][]).map(([name]) => name).toSorted()).toEqual(["MainThread", "scanner"]);
  });

  it("code of an extension without symbols counts for its caller, and that is said", () => {
    const { notes } = parseRecording("profile/py-spy-python-c");
    expect(notes[0]).toMatch(/^\d+ % of the samples were in native code without symbols: they count for the Python/);
  });

  const parse = (text: string) =>
    variantNamed("profile", "py-spy").parse({ stdout: Buffer.from(text), stderr: "", partial: false }, contextOf());

  it("native frames keep their name alone", () => {
    const text =
      'process 4:"python3 a.py;b";thread (4): pool-1;main (a.py:1);scanstring (_json.c:421);memcpy (libc.so.6) 60\n';
    expect(plain(parse(text).facts)["stacks"]).toEqual(["pool-1;main (a.py:1);scanstring;memcpy 60"]);
  });

  it("threads that wait for the GIL are left out", () => {
    const { facts, notes } = parse(
      "thread (4);main (a.py:1);f (a.py:3) 90\nthread (5);g (a.py:9);pthread_cond_timedwait (libc.so.6);0x7f00deadbeef (libc.so.6) 30\n",
    );
    expect(plain(facts)).toMatchObject({ samples: 90, topFunction: "f (a.py:3)" });
    expect(notes).toEqual([
      "30 samples caught a thread that had begun to wait, for the GIL or a lock, and are left out.",
    ]);
  });
});

describe("Ruby", () => {
  it("methods are told by rbspy", () => {
    const file = "/tmp/diag-workloads/hot.rb";
    const { facts } = parseRecording("profile/rbspy-ruby");
    expect(plain(facts)).toMatchObject({
      topFunction: `block in price_of (${file})`,
      topPath: ["block in price_of", "price_of", "render_page", "<main>"]
        .map((name) => `${name} (${file})`)
        .join(" ← "),
    });
  });

  it("of a release that rbspy does not know is read as the last that it knows", () => {
    expect(["3.3.14", "3.3.9", "3.4.8", "4.0.0", undefined].map(readAs)).toEqual([
      "3.3.9",
      undefined,
      "3.4.7",
      undefined,
      undefined,
    ]);
    const raw = { stdout: Buffer.from("<main> - a.rb:1 60\n"), stderr: "read as Ruby 3.3.9\n", partial: false };
    expect(variantNamed("profile", "rbspy").parse(raw, contextOf()).notes).toEqual([
      "rbspy does not know this patch release of Ruby: its memory was read as Ruby 3.3.9's.",
    ]);
  });
});

describe("Java", () => {
  it("methods are told by async-profiler, with the kernel's frames where it saw them", () => {
    const facts = plain(parseRecording("profile/async-profiler-java").facts);
    expect(facts["functions"]).toEqual(
      expect.arrayContaining([["Hot.priceOf", "jit", expect.any(Number), expect.any(Number)]]),
    );
    expect(facts["topPath"]).toBe("Hot.priceOf ← Hot.renderPage ← Hot.main");
    expect(facts["kernelShare"]).toBeTypeOf("number");
    expect(facts["threads"]).toEqual([["main", 100]]);
  });

  it("has no share of the kernel where only timers could sample", () => {
    const raw = { stdout: Buffer.from("[a tid=1];A.b_[j] 60\n"), stderr: "sampled by ctimer\n", partial: false };
    const { facts, notes } = variantNamed("profile", "async-profiler").parse(raw, contextOf());
    expect(Object.keys(facts)).not.toContain("kernelShare");
    expect(notes[0]).toMatch(/^The JVM may not use perf events/);
  });

  it("allocations are bytes, by who allocated what", () => {
    const { facts } = parseRecording("allocations/async-profiler-shop");
    expect(facts["stacks"]).toMatchObject({ kind: "profile", unit: "bytes" });
    expect(facts["total"]).toMatchObject({ unit: "bytes" });
    expect(plain(facts)).toMatchObject({
      topFunction: "Shop.listPrices",
      topShare: 100,
      topType: "byte[]",
      types: [["byte[]", 100]],
      stacks: [expect.stringMatching(/^main;Shop\.main_\[j\];Shop\.listPrices_\[j\];byte\[\] \d+$/)],
    });
  });

  it("waits for locks are nanoseconds, by who waited for what", () => {
    const { facts } = parseRecording("lock-waits/async-profiler-shop");
    expect(facts["total"]).toMatchObject({ unit: "nanoseconds" });
    expect(plain(facts)).toMatchObject({ topFunction: "Shop.reserve", topType: "java.lang.Object" });
    expect((plain(facts)["threads"] as unknown[][]).map(([name]) => name).toSorted()).toEqual(["till-1", "till-2"]);
  });
});

it("options of the mount that holds a folder are its own and its file system's", () => {
  const mountinfo = `1 0 0:1 / / ro,relatime - overlay overlay rw
2 1 0:2 / /dev/shm rw,nosuid,noexec - tmpfs shm rw
3 1 0:3 / /tmp rw - tmpfs tmpfs rw,size=1m
`;
  expect(mountOptions("/var/tmp", mountinfo)).toContain("ro");
  expect(mountOptions("/dev/shm", mountinfo)).toContain("noexec");
  expect(mountOptions("/tmp", mountinfo)).toEqual(["rw", "rw", "size=1m"]);
});
