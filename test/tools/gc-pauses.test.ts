import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { jvmCounters } from "../../src/runner/helper/jvm-counters.ts";
import { collectionsScript } from "../../src/runner/helper/python-collections.ts";
import { readHsperfdata } from "../../src/tools/gc-pauses/read-hsperfdata.ts";
import { contextOf, parseRecording, plain, variantNamed } from "./recording.ts";

/** A file as HotSpot writes it (perfMemory.hpp, perfData.hpp). */
function hsperfdata(
  values: Readonly<Record<string, number | string>>,
  { isLittle = true, accessible = 1 } = {},
): Buffer {
  const entries = Object.entries(values).map(([name, value]) => entry(name, value, isLittle));
  const prologue = Buffer.alloc(32);
  const view = new DataView(prologue.buffer, prologue.byteOffset, 32);
  view.setUint32(0, 0xca_fe_c0_c0);
  view.setUint8(4, isLittle ? 1 : 0);
  view.setUint8(5, 2);
  view.setUint8(7, accessible);
  view.setUint32(24, 32, isLittle);
  view.setUint32(28, entries.length, isLittle);
  return Buffer.concat([prologue, ...entries]);
}

function entry(name: string, value: number | string, isLittle: boolean): Buffer {
  const nameBytes = Buffer.from(`${name}\0`);
  const dataAt = Math.ceil((20 + nameBytes.length) / 8) * 8;
  const text = typeof value === "string" ? Buffer.from(`${value}\0`) : undefined;
  const bytes = Buffer.alloc(dataAt + Math.ceil((text?.length ?? 8) / 8) * 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint32(0, bytes.length, isLittle);
  view.setUint32(4, 20, isLittle);
  view.setUint32(8, text?.length ?? 0, isLittle);
  view.setUint8(12, (text === undefined ? "J" : "B").charCodeAt(0));
  view.setUint32(16, dataAt, isLittle);
  nameBytes.copy(bytes, 20);
  if (text === undefined) view.setBigInt64(dataAt, BigInt(value), isLittle);
  else text.copy(bytes, dataAt);
  return bytes;
}

const all = () => true;

describe("the file of a JVM's counters", () => {
  const counters = { "sun.gc.collector.0.invocations": 12, "sun.gc.collector.0.name": "Copy" };

  it.each([true, false])("is read in either byte order (little: %s)", (isLittle) => {
    expect(readHsperfdata(hsperfdata(counters, { isLittle }), all)).toEqual(counters);
  });

  it("is read as far as is asked", () => {
    expect(readHsperfdata(hsperfdata(counters), (name) => name.endsWith("name"))).toEqual({
      "sun.gc.collector.0.name": "Copy",
    });
  });

  it("is none while the JVM makes it, and where it is another's", () => {
    expect(readHsperfdata(hsperfdata(counters, { accessible: 0 }), all)).toBeUndefined();
    expect(readHsperfdata(Buffer.from("no counters at all, but as long as one"), all)).toBeUndefined();
    expect(readHsperfdata(Buffer.alloc(0), all)).toBeUndefined();
  });

  it("ends where an entry says that it is longer than the file, or has no length", () => {
    const file = hsperfdata(counters);
    const second = 32 + file.readUInt32LE(32);
    for (const length of [0, 19, 0xff_ff_ff_ff]) {
      file.writeUInt32LE(length, second);
      expect(readHsperfdata(file, all)).toEqual({ "sun.gc.collector.0.invocations": 12 });
    }
  });

  it("may hold any bytes", () => {
    const file = hsperfdata(counters);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.uint8Array({ maxLength: 40 }), (at, bytes) => {
        const broken = Buffer.from(file);
        broken.set(bytes.subarray(0, broken.length - at), at);
        readHsperfdata(broken, all);
      }),
    );
  });
});

describe("the counters of a process", () => {
  // No process has this number.
  const containerPid = 4_194_999;
  const read = () => jvmCounters({ pid: process.pid, containerPid, seconds: 0.1 });
  const none = `the JVM keeps no counters in /tmp/hsperfdata_USER/${containerPid}: -XX:-UsePerfData, -XX:+PerfDisableSharedMem, or no /tmp that it can write`;
  const made: string[] = [];
  const folder = () => {
    made.push(mkdtempSync("/tmp/hsperfdata_diag-"));
    return made.at(-1) as string;
  };
  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { recursive: true });
  });

  it("are read from its own /tmp, at first all that are wanted, then what has changed", async () => {
    writeFileSync(
      join(folder(), `${containerPid}`),
      hsperfdata({ "sun.gc.collector.0.time": 7, "sun.rt.javaCommand": "Shop" }),
    );
    const { stdout } = await read();
    const [first, ...others] = `${stdout}`
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).counters);
    expect(first).toEqual({ "sun.gc.collector.0.time": 7 });
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual({});
  });

  it("are none where there is no file", async () => {
    folder();
    await expect(read()).rejects.toThrow(none);
  });

  it("are not looked for beyond a link, which would lead out of the target's files", async () => {
    const real = folder();
    writeFileSync(join(real, "counters"), hsperfdata({ "sun.gc.collector.0.time": 7 }));
    symlinkSync(join(real, "counters"), join(real, `${containerPid}`));
    await expect(read()).rejects.toThrow(none);
  });

  it("are no folder's", async () => {
    mkdirSync(join(folder(), `${containerPid}`));
    await expect(read()).rejects.toThrow(none);
  });
});

const parse = (variant: string, ...lines: readonly string[]) =>
  plain(
    variantNamed("gc-pauses", variant).parse(
      { stdout: Buffer.from(`${lines.join("\n")}\n`), stderr: "", partial: false },
      contextOf(),
    ).facts,
  );

describe("a JVM with the serial collector", () => {
  const generation = { "sun.gc.generation.0.maxCapacity": 16e6, "sun.gc.generation.1.maxCapacity": 32e6 };
  const eden = { "sun.gc.generation.0.space.0.capacity": 12e6, "sun.gc.generation.0.space.0.used": 2e6 };
  const first = {
    "sun.os.hrt.frequency": 1e9,
    "sun.gc.collector.0.name": "Copy",
    "sun.gc.collector.0.invocations": 10,
    "sun.gc.collector.0.time": 1e9,
    "sun.gc.collector.1.name": "MSC",
    "sun.gc.collector.1.invocations": 3,
    "sun.gc.collector.1.time": 2e9,
    "sun.gc.lastCause": "Allocation Failure",
    "sun.gc.generation.1.space.0.used": 31e6,
    ...generation,
    ...eden,
  };
  const reading = (at: number, counters: object) => JSON.stringify({ at, counters });

  it("that makes full collections keeps what is alive, and stands still", () => {
    const facts = parse(
      "hsperfdata",
      reading(0, first),
      reading(1, {
        "sun.gc.collector.1.invocations": 4,
        "sun.gc.collector.1.time": 2.4e9,
        "sun.gc.generation.1.space.0.used": 30e6,
      }),
      reading(2, {
        "sun.gc.collector.1.invocations": 5,
        "sun.gc.collector.1.time": 2.9e9,
        "sun.gc.generation.1.space.0.used": 31e6,
        "sun.gc.collector.0.invocations": 11,
        "sun.gc.collector.0.time": 1.1e9,
        "sun.gc.generation.0.space.0.used": 4e6,
      }),
    );
    expect(facts).toMatchObject({
      watched: 2,
      count: 3,
      stopped: 50,
      stoppedOverTime: [
        [0, 40],
        [1, 60],
      ],
      full: 2,
      longest: 500,
      cause: "Allocation Failure",
      kept: 30e6,
      keptShare: 93.75,
      heapMax: 48e6,
      allocation: 7e6,
      kinds: [
        ["MSC", 2, 450, 45],
        ["Copy", 1, 100, 5],
      ],
    });
  });

  it("that makes none has nothing to say of what is alive", () => {
    const facts = parse("hsperfdata", reading(0, first), reading(2, {}));
    expect(facts).toMatchObject({ count: 0, stopped: 0, full: 0, kinds: [] });
    for (const name of ["kept", "keptShare", "mean", "longest", "cause"]) expect(facts).not.toHaveProperty(name);
  });

  it("has no facts of a single reading", () => {
    expect(parse("hsperfdata", reading(0, first))).toEqual({});
  });
});

it("a G1 heap is one, whatever its generations say of their maximum", () => {
  const counters = {
    "sun.gc.collector.0.name": "G1 young collection pauses",
    "sun.gc.generation.0.maxCapacity": 64e6,
    "sun.gc.generation.1.maxCapacity": 64e6,
  };
  const line = (at: number) => JSON.stringify({ at, counters });
  expect(parse("hsperfdata", line(0), line(1))).toMatchObject({ heapMax: 64e6 });
});

it("Python's collections are told by generation", () => {
  const facts = parse(
    "usdt",
    "@count[0]: 90",
    "@count[2]: 3",
    "@time[0]: 100000000",
    "@time[2]: 300000000",
    "@longest[0]: 2000000",
    "@longest[2]: 150000000",
    "@found[2]: 12",
    "@second[0]: 100000000",
    "@second[1]: 300000000",
    "watched 2000000000",
  );
  expect(facts).toEqual({
    watched: 2,
    count: 93,
    stopped: 20,
    stoppedOverTime: [
      [0, 10],
      [1, 30],
    ],
    full: 3,
    mean: 4.3,
    longest: 150,
    found: 12,
    kinds: [
      ["generation 2", 3, 100, 15],
      ["generation 0", 90, 1.11, 5],
    ],
  });
});

it("what bpftrace printed without its end is no answer", () => {
  expect(parse("usdt", "@count[0]: 90")).toEqual({});
});

it("the script watches the probes of the interpreter that runs", () => {
  const script = collectionsScript("/proc/7/root/usr/bin/python3.13", 3);
  expect(script).toContain("usdt:/proc/7/root/usr/bin/python3.13:python:gc__start {");
  expect(script).toContain("interval:s:3 { exit(); }");
});

describe("recorded", () => {
  it("a JVM that allocates", () => {
    const facts = plain(parseRecording("gc-pauses/hsperfdata-shop").facts);
    expect(facts["allocation"]).toBeGreaterThan(1e6);
  });

  it("a Python that makes circles", () => {
    const facts = plain(parseRecording("gc-pauses/usdt-python-cycles").facts);
    expect(facts["count"]).toBeGreaterThan(10);
    expect(facts["found"]).toBeGreaterThan(1000);
  });
});
