/**
 * Ends the tools when diag itself is killed. A shell, in a session of its own, holds a pipe from this process and
 * knows the process groups that run; when the pipe closes, however diag ended, it kills what is left of them.
 */
import { type ChildProcess, spawn } from "node:child_process";

const script = `
groups=" "
while read -r change group; do
  case $change in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

export class ProcessGuard implements Disposable {
  readonly #shell: ChildProcess;

  constructor() {
    this.#shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    // The guard must not keep diag alive, and its loss must not end a run.
    this.#shell.unref();
    this.#shell.on("error", () => {});
    this.#shell.stdin?.on("error", () => {});
  }

  /** @param group The id of a process group that must not outlive diag. */
  watch(group: number): void {
    this.#shell.stdin?.write(`+ ${group}\n`);
  }

  release(group: number): void {
    this.#shell.stdin?.write(`- ${group}\n`);
  }

  [Symbol.dispose](): void {
    this.#shell.stdin?.end();
  }
}
