import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lab, needsDocker } from "../lab/docker/lab.ts";
import { startTarget } from "../lab/docker/targets.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { diag } from "./diag.ts";

const { engine, env } = lab;

describe.skipIf(lab.why !== undefined)(`diag triage ${needsDocker}`, () => {
  test("names the playbook that tells more, with the reason, and goes on with it", async () => {
    await using target = await startTarget(engine, "hot", ["--cpus", "0.2"]);
    const folder = temporaryFolder();
    const what = ["triage", "--container", target.name, "--param", "duration=5s", "--quiet"];
    const { exitCode, stdout } = await diag([...what, "--then", "run"], { env, cwd: folder });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      new RegExp(
        `^Run this next:\n\n {2}1 {2}diag run cpu-throttled --container ${target.name}\n {5}Its CPU limit of 20\\s% of one core stopped it in `,
      ),
    );
    expect(stdout).toContain(`\n$ diag run cpu-throttled --container ${target.name}\n  FAIL  `);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("says that nothing stands out of an idle one; as JSON", async () => {
    await using target = await startTarget(engine, "idle");
    const out = `${temporaryFolder()}/bundle`;
    const what = ["triage", "--container", target.name, "--param", "duration=5s", "--json", "--out", out];
    const { stdout } = await diag(what, { env });
    const { verdict, next, bundle } = JSON.parse(stdout);
    expect(verdict.outcome).toBe("info");
    expect(
      next.map(({ playbook }: { playbook: string }) => playbook).filter((name: string) => name !== "off-cpu"),
    ).toEqual([]);
    expect(bundle).toBe(out);
  });
});
