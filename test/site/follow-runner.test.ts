import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { Event } from "../../src/documents/event.generated.ts";
import { containerLog } from "../../src/site/docker/container-log.ts";
import { Engine } from "../../src/site/docker/engine.ts";
import { followRunner } from "../../src/site/follow-runner.ts";
import { temporaryFolder } from "../temporary-folder.ts";

afterEach(() => vi.unstubAllEnvs());

const at = "2026-11-23T13:36:01.000Z";
const event = (seq: number) => JSON.stringify({ seq, at, kind: "step-progress", step: "cpu", bytes: seq });
const ended = '{"kind":"runner-ended","exitCode":0}';

/** A program in the engine's place whose log breaks off as a link does; tool-container.alone.docker.test.ts follows a real one. */
function standIn(script: string): Engine {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "docker"), `#!/bin/sh\ncd ${folder}\n${script}\n`);
  chmodSync(join(folder, "docker"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
  return new Engine("docker", []);
}

async function follow(engine: Engine) {
  const events: Event[] = [];
  const end = await followRunner(containerLog(engine, "c1"), {
    onEvent: (one) => void events.push(one),
    untilMs: 10_000,
  });
  return { end, seqs: events.map(({ seq }) => seq) };
}

test("a log that breaks off is followed again, and each event is told once", async () => {
  const engine = standIn(`case $1 in
    container) echo running ;;
    logs) if [ -e again ]; then printf '%s\\n' '${event(1)}' '${event(2)}' '${event(3)}' '${ended}'
      else touch again; printf '%s\\n' '${event(1)}' '${event(2)}'; fi ;;
  esac`);
  expect(await follow(engine)).toMatchObject({ end: { exitCode: 0 }, seqs: [1, 2, 3] });
});

test("what is no event is passed over: a tool's noise, a line cut off, another document", async () => {
  const engine = standIn(`printf '%s\\n' 'noise' '${event(1)}' '{"seq":' '{"seq":2,"kind":"nonsense"}' '${ended}'`);
  expect(await follow(engine)).toMatchObject({ end: { exitCode: 0 }, seqs: [1] });
});

test("a container that is gone ends it, with what was said last", async () => {
  const engine = standIn(`case $1 in
    container) echo "Error: No such container: c1" >&2; exit 1 ;;
    logs) echo '${event(1)}'; echo "out of memory" >&2 ;;
  esac`);
  const { end, seqs } = await follow(engine);
  expect(seqs).toEqual([1]);
  expect(end.exitCode).toBeUndefined();
  expect(end.stderr).toContain("out of memory");
});
