import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DiagError } from "../../src/errors.ts";
import { findContainer } from "../../src/target/find-container.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const web = "3f2a".padEnd(64, "0");
const other = "3f2b".padEnd(64, "1");
const worker = "9c4d".padEnd(64, "2");

/** A /proc of these processes: pid → text of its cgroup file, in the forms that kernels and runtimes write. */
function procOf(processes: Readonly<Record<number, string>>): string {
  const proc = temporaryFolder();
  for (const [pid, cgroup] of Object.entries(processes)) {
    mkdirSync(join(proc, pid));
    writeFileSync(join(proc, pid, "cgroup"), cgroup);
  }
  for (const name of ["self", "sys", "12a"]) mkdirSync(join(proc, name));
  mkdirSync(join(proc, "77"));
  return proc;
}

const node = procOf.bind(undefined, {
  1: "0::/init.scope\n",
  300: `0::/system.slice/docker-${web}.scope\n`,
  41: `12:memory:/docker/${web}\n0::/\n`,
  42: `0::/system.slice/docker-${other}.scope\n`,
  50: `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-${worker}.scope\n`,
  51: `0::/kubepods.slice/crio-conmon-${worker}.scope\n`,
  // A container inside another one, as in kind: it is not a process of the outer.
  60: `0::/docker/${web}/kubepods/pod1/${worker}\n`,
});

test("every process of a container is found, the oldest first, by its whole id or a start of it", () => {
  expect(findContainer(web, node())).toEqual({ id: web, pids: [41, 300] });
  expect(findContainer("3f2a", node())).toEqual({ id: web, pids: [41, 300] });
  expect(findContainer("9c4d", node())).toEqual({ id: worker, pids: [50, 60] });
});

test("a start that two containers share is refused, with what tells them apart", () => {
  const error = refusal("3f2");
  expect(error).toMatchObject({ code: "target-ambiguous", message: "2 containers have an id that starts with 3f2" });
  expect(error.hint).toContain("3f2a000");
  expect(error.hint).toContain("3f2b111");
});

test("a container without a process is not found", () => {
  expect(refusal("dead")).toMatchObject({
    code: "target-not-found",
    message: "No process on this node is in a container dead",
  });
});

function refusal(start: string): DiagError {
  try {
    findContainer(start, node());
  } catch (error) {
    if (error instanceof DiagError) return error;
  }
  throw new Error("not refused");
}
