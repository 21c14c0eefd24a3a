import { expect, test } from "vitest";
import { blowsOf, chooseMoments, momentIn } from "./moments.ts";

test("the same seed gives the same moments, another one others", () => {
  expect(chooseMoments(7, 40, ["local", "docker"])).toEqual(chooseMoments(7, 40, ["local", "docker"]));
  expect(chooseMoments(8, 40, ["local", "docker"])).not.toEqual(chooseMoments(7, 40, ["local", "docker"]));
});

test("every blow at every site comes as often as any other", () => {
  const moments = chooseMoments(1, 34, ["local", "docker", "kubernetes"]);
  const pairs = moments.map(({ site, blow }) => `${site}: ${blow}`);
  for (const [site, blows] of Object.entries(blowsOf)) {
    for (const blow of blows) expect(pairs.filter((pair) => pair === `${site}: ${blow}`)).toHaveLength(2);
  }
  expect(moments.map(({ number }) => number)).toEqual(Array.from({ length: 34 }, (_, at) => at + 1));
});

test("only the wanted sites, at moments from the start to the end", () => {
  for (const { site, at, pick } of chooseMoments(3, 200, ["local"])) {
    expect(site).toBe("local");
    for (const share of [at, pick]) expect(share >= 0 && share < 1).toBe(true);
  }
});

test("a quarter of the moments are before the steps start, the others from then to the end", () => {
  const length = { startMs: 2000, restMs: 9000 };
  expect(momentIn(length, 0)).toEqual({ after: "the start", ms: 0 });
  expect(momentIn(length, 0.125)).toEqual({ after: "the start", ms: 1000 });
  expect(momentIn(length, 0.25)).toEqual({ after: "the probe", ms: 0 });
  expect(momentIn(length, 0.75)).toEqual({ after: "the probe", ms: 6000 });
});
