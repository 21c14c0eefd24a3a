import type { Playbook } from "../documents/playbook.generated.ts";
import { DiagErrors } from "../errors.ts";
import { findPlaybook } from "../playbook/find-playbook.ts";
import { readPlaybook } from "../playbook/read-playbook.ts";
import { tools } from "../tools/registry.ts";
import { playbookFolders } from "./playbook-folders.ts";

export interface LoadedPlaybook {
  readonly playbook: Playbook;
  readonly bytes: Uint8Array;
  readonly file: string;
}

/** @throws DiagError where there is none, DiagErrors with everything that is wrong with it. */
export function loadPlaybook(nameOrPath: string): LoadedPlaybook {
  const { file, bytes } = findPlaybook(nameOrPath, playbookFolders());
  const read = readPlaybook(bytes, file, tools);
  if (!read.ok) throw new DiagErrors(read.errors);
  return { playbook: read.playbook, bytes, file };
}
