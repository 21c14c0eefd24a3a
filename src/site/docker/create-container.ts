import type { Plan } from "../../documents/plan.generated.ts";
import { supervised } from "../supervisor.ts";
import type { Contained } from "../tool-container.ts";
import { type ContainerOption, containerOptions } from "./container-options.ts";
import type { Engine } from "./engine.ts";
import { engineError } from "./engine-error.ts";

export interface ContainerRequest {
  readonly plan: Plan;
  readonly run: string;
  /** Name or id of the image. */
  readonly image: string;
  readonly leastPrivilege: boolean;
  /** The runner's command inside. */
  readonly command: readonly string[];
}

/** Unix time after which nothing of the container may live; `diag cleanup` goes by it. */
export const labels = { run: "diag.run", playbook: "diag.playbook", expires: "diag.expires" } as const;

/** Seconds that a bundle waits to be fetched. */
const keepSeconds = 60;
/** Start-up and supervision beside the plan's own deadline. */
const marginMs = 30_000;

/**
 * Creates the tool container, not started yet. A mount of a folder that this host does not have is left out: the
 * variants that need it say so themselves.
 *
 * @returns its id.
 */
export async function createContainer(engine: Engine, request: ContainerRequest): Promise<string> {
  let { mounts } = request.plan;
  for (;;) {
    const { stdout, stderr, exitCode } = await engine.ask(createWords(request, { ...request.plan, mounts }));
    if (exitCode === 0) return stdout.trim();
    const absent = mounts.find(({ path }) => isAbsentMount(stderr, path));
    if (absent === undefined) throw engineError(engine.name, ["create"], stderr);
    mounts = mounts.filter((mount) => mount !== absent);
  }
}

function createWords({ plan, run, image, leastPrivilege, command }: ContainerRequest, contained: Contained): string[] {
  const deadlineMs = plan.deadlineMs + marginMs;
  const expires = Math.ceil((Date.now() + deadlineMs) / 1000) + keepSeconds;
  return [
    "create",
    "--rm",
    ...["--pull", "never"],
    ...["--name", `diag-${run.slice(0, 8)}`],
    ...["--label", `${labels.run}=${run}`],
    ...["--label", `${labels.playbook}=${plan.playbook.name}`],
    ...["--label", `${labels.expires}=${expires}`],
    ...wordsOf(containerOptions(contained, { leastPrivilege })),
    ...["--entrypoint", "/bin/sh"],
    image,
    ...supervised({ deadlineMs, keepSeconds }, command),
  ];
}

export function wordsOf(options: readonly ContainerOption[]): string[] {
  return options.flatMap(({ words }) => words);
}

/** Whether the engine refused a mount because its host has no such folder. */
export function isAbsentMount(stderr: string, path: string): boolean {
  return /bind source path does not exist|no such file or directory/.test(stderr) && stderr.includes(path);
}
