import { expect, test } from "vitest";
import { kernelVersion } from "../../src/runner/probe/kernel-version.ts";

test("Debian tells the version apart from the release, others within it", () => {
  const debian =
    "Linux version 5.10.0-46-amd64 (debian-kernel@lists.debian.org) (gcc-10) #1 SMP Debian 5.10.262-1 (2026-07-31)";
  expect(kernelVersion("5.10.0-46-amd64", debian)).toBe("5.10.262");
  expect(kernelVersion("6.8.12-arch1", "Linux version 6.8.12-arch1 (linux@archlinux)")).toBe("6.8.12");
  expect(kernelVersion("6.19-rc1", "")).toBe("6.19.0");
  expect(kernelVersion("custom", "")).toBeUndefined();
});
