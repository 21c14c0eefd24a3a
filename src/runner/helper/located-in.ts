import type { Binary } from "../../tools/requirement.ts";
import { findBinaries } from "../probe/find-binaries.ts";
import { HelperError } from "./helper-output.ts";

/** The first of the program's names that this node has. */
export function locatedIn(binary: Binary): string {
  const found = findBinaries([binary]);
  const path = binary.names.map((name) => found[name]).find((one) => one !== undefined);
  if (path === undefined) throw new HelperError(`${binary.names[0]} not found`);
  return path;
}
