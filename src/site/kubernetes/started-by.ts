import { hostname, userInfo } from "node:os";

/** Who starts a run, for the people of the cluster: `user@host`. */
export function startedBy(): string {
  return `${userName()}@${hostname()}`;
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}
