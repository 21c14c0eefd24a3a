import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "./folders.ts";

/** The command line of `ctr WORDS…` for a node's containerd, in the namespaces of the cluster. */
export function ctr(node: number, ...words: readonly string[]): [string, string[]] {
  const pid = readFileSync(join(stateFolder, "pid", `containerd-${node}`), "utf8").trim();
  const address = ["--address", `/run/node-${node}/containerd.sock`, "--namespace", "k8s.io"];
  return ["nsenter", ["--target", pid, "--mount", "--net", "/usr/bin/ctr", ...address, ...words]];
}
