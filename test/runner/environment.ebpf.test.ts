import { expect, it } from "vitest";
import { bccTool, bpftrace, cat } from "../../src/tools/programs.ts";
import { collectLive } from "../tools/collect-live.ts";
import { variantNamed } from "../tools/recording.ts";

it.each([bpftrace, bccTool("profile")])(
  "$package gets the environment that it needs, and what the tool adds",
  async ({ env }) => {
    const binary = { ...cat, ...(env && { env }) };
    const command = { binary, argv: ["/proc/self/environ"], env: { OWN: "1" } };
    const variant = { ...variantNamed("futex", "bpftrace"), parse: () => ({ facts: {}, notes: [] }) };
    const { raw } = await collectLive(
      { ...variant, collect: () => ({ kind: "commands", commands: [command] }) },
      {},
      { kind: "host", cgroups: {} },
    );
    // glibc ends each of its tunables with a NUL where it reads them.
    expect(Buffer.from(raw.stdout).toString().split(/[\0:]/)).toEqual(
      expect.arrayContaining(["OWN=1", "GLIBC_TUNABLES=glibc.malloc.tcache_count=0", "glibc.malloc.perturb=255"]),
    );
  },
);
