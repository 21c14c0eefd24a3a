import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { viewerScript } from "../../../src/report/flamegraph/viewer-script.generated.ts";

test("the viewer takes at most 20 KB of a page that is sent packed", () => {
  expect(gzipSync(viewerScript).length).toBeLessThanOrEqual(20_000);
});
