import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isBccTooOld } from "../../src/runner/probe/bcc-dialect.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function libbcc(flags: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "libbcc.so.0"), `\0-fno-unwind-tables\0${flags}\0`);
  return folder;
}

test("headers since Linux 6.19 take a BCC that knows their dialect", () => {
  const old = libbcc("-Wno-unused-value");
  expect(isBccTooOld("7.3.4+deb13-amd64", ["/no-such-folder", old])).toBe(true);
  expect(isBccTooOld("6.19.0", [old])).toBe(true);
  expect(isBccTooOld("6.18.15+deb13-amd64", [old])).toBe(false);
  expect(isBccTooOld("5.10.0-46-amd64", [old])).toBe(false);
  expect(isBccTooOld("7.3.4+deb13-amd64", [libbcc("-fms-extensions")])).toBe(false);
  expect(isBccTooOld("7.3.4+deb13-amd64", ["/no-such-folder"])).toBe(false);
});
