import { diagItself } from "../programs.ts";
import type { Tool } from "../tool.ts";
import { fileSystemFactDeclarations, parseFileSystems } from "./file-systems-facts.ts";

/** How full the local file systems are, in bytes and in inodes, also those that only a container has mounted. */
export const fileSystems: Tool = {
  name: "file-systems",
  title: "space and inodes of the file systems that are mounted",
  arguments: {},
  facts: fileSystemFactDeclarations,
  windowMs: () => 0,
  variants: [
    {
      name: "all-namespaces",
      precision:
        "As df(1) counts, of every mount namespace of the node, each file system once. File systems over a network are not asked: one whose server does not answer would never return.",
      requires: [
        {
          kind: "capability",
          anyOf: ["SYS_PTRACE", "SYS_ADMIN"],
          reason: "look at file systems through the roots of other processes",
        },
      ],
      overhead: { cpuPercentOfCore: 1.6, basis: "measured: 0.15 s of CPU, once, nearly all of it to start" },
      collect: () => ({ kind: "commands", commands: [{ binary: diagItself, argv: ["helper", "file-systems"] }] }),
      parse: parseFileSystems,
    },
    {
      name: "own-namespace",
      precision: "Of the mount namespace that diag runs in only: not what containers have mounted for themselves.",
      requires: [],
      overhead: { cpuPercentOfCore: 1.6, basis: "as of all namespaces: to start costs most" },
      collect: () => ({
        kind: "commands",
        commands: [{ binary: diagItself, argv: ["helper", "file-systems", "--own"] }],
      }),
      parse: parseFileSystems,
    },
  ],
};
