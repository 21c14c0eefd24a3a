import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trendOf } from "../../src/playbook/expression/trend.ts";

type Shape = (second: number, random: () => number) => number;

const seconds = 60;
const mebibyte = 1024 * 1024;

/** A generator with a known beginning: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const trendFrom = (shape: Shape, seed = 1, length = seconds) => {
  const random = randomFrom(seed);
  return trendOf(Array.from({ length: length + 1 }, (_, at) => [at, shape(at, random)]));
};

/** What the playbook memory-leak takes for steady growth. */
const isSteady = ({ drift, low, lateDrift }: ReturnType<typeof trendOf>) => low > 0 && lateDrift >= drift / 2;

const seeds = Array.from({ length: 400 }, (_, index) => index);
const shareSteady = (shape: () => Shape) =>
  seeds.filter((seed) => isSteady(trendFrom(shape(), seed))).length / seeds.length;

/** A sum of independent steps without a direction. */
function randomWalk(): Shape {
  let value = 100;
  return (_, random) => (value += random() - 0.5);
}

describe("steady growth is told", () => {
  it("of a straight line exactly", () => {
    const { slope, r2, drift, low, high, lateDrift } = trendFrom((at) => 7 + 2 * at);
    expect([slope, r2, drift, low, high, lateDrift].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      2, 1, 2, 2, 2, 2,
    ]);
  });

  it.each<[string, Shape]>([
    ["with noise of ten seconds' growth", (at, random) => 100 + at + 10 * (random() - 0.5)],
    ["in steps, one every four seconds", (at) => 100 + 4 * Math.floor(at / 4)],
    ["beneath a sawtooth of four seconds", (at) => 100 + at + 2 * (at % 4)],
    ["with another process there for a second", (at) => 100 + at + (at === 0 || at === 30 || at === 60 ? 400 : 0)],
  ])("%s", (_, shape) => {
    expect(shareSteady(() => shape)).toBeGreaterThan(0.9);
  });

  it("the interval covers the true drift of a random walk in 95 of 100", () => {
    const walk = (): Shape => {
      const level = randomWalk();
      return (at, random) => level(at, random) + 0.3 * at;
    };
    const covered = seeds.filter((seed) => {
      const { low, high } = trendFrom(walk(), seed);
      return low <= 0.3 && high >= 0.3;
    });
    expect(covered.length / seeds.length).toBeGreaterThan(0.925);
    expect(covered.length / seeds.length).toBeLessThan(0.985);
  });
});

describe("what is no steady growth is not taken for it", () => {
  it.each<[string, () => Shape]>([
    ["noise around a level", () => (_, random) => 100 + random()],
    ["a sawtooth that starts anew every eleven seconds", () => (at) => 100 + (at % 11)],
    ["a sawtooth that starts anew every 25 seconds", () => (at) => 100 + (at % 25)],
    ["one step", () => (at) => (at < 31 ? 100 : 140)],
    ["three steps", () => (at) => 100 + 10 * Math.floor(at / 16)],
    ["a cache that fills in the first half", () => (at) => 100 + Math.min(at, 30)],
    ["a cache that is filled in two thirds", () => (at) => 100 + Math.min(at, 40)],
    ["a level that is approached", () => (at) => 100 * (1 - Math.exp(-at / 12))],
    ["nothing at all", () => () => 5 * mebibyte],
  ])("%s", (_, shape) => {
    expect(shareSteady(shape)).toBe(0);
  });

  it("of a random walk in no more than 4 of 100", () => {
    // Least squares with independent errors takes most of them for a trend.
    expect(shareSteady(randomWalk)).toBeLessThan(0.04);
  });
});

it("has no bounds of fewer than five readings", () => {
  expect(trendFrom((at) => at, 1, 3)).toMatchObject({ drift: 1, low: -Infinity, high: Infinity });
  expect(trendFrom((at) => at, 1, 0)).toMatchObject({ slope: 0, drift: 0, lateDrift: 0 });
});

it("any readings: the drift is in its interval, and what is turned over or scaled has it turned over and scaled", () => {
  const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 5, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.constantFrom(-1, 4, 0.5), (list, factor) => {
      const one = trendOf(list.map((value, at) => [at, value]));
      const other = trendOf(list.map((value, at) => [at, value * factor]));
      expect(one.low).toBeLessThanOrEqual(one.drift);
      expect(one.high).toBeGreaterThanOrEqual(one.drift);
      const [low, high] = factor < 0 ? [other.high, other.low] : [other.low, other.high];
      const near = 1e-6 * (Math.abs(one.low) + Math.abs(one.high) + 1);
      expect(Math.abs(low - one.low * factor)).toBeLessThan(near * Math.abs(factor) + near);
      expect(Math.abs(high - one.high * factor)).toBeLessThan(near * Math.abs(factor) + near);
      expect(Math.abs(other.lateDrift - one.lateDrift * factor)).toBeLessThan(near * Math.abs(factor) + near);
    }),
  );
});
