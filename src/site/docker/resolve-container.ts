import type { ContainerTarget } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import type { Engine } from "./engine.ts";
import { engineError, unreadableAnswer } from "./engine-error.ts";

/** The part of `docker container inspect` and `podman container inspect` that is read; both spell it alike. */
interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Config?: { readonly Image?: string };
  readonly State?: {
    readonly Status?: string;
    readonly ExitCode?: number;
    readonly OOMKilled?: boolean;
    readonly FinishedAt?: string;
  };
}

/**
 * The container that the user means, also one that has ended: what the kernel's log holds of it can still be told.
 *
 * @param nameOrId A name, a whole id, or a start of an id.
 * @throws DiagError `target-not-found`, `target-ambiguous`, `target-unsupported` or one of the engine.
 */
export async function resolveContainer(engine: Engine, nameOrId: string): Promise<ContainerTarget> {
  const { stdout, stderr, exitCode } = await engine.ask(["container", "inspect", "--", nameOrId]);
  if (exitCode !== 0) throw await notResolved(engine, nameOrId, stderr);
  const container = readInspected(stdout);
  if (container === undefined) throw unreadableAnswer(engine.name, "container");
  const name = container.Name.replace(/^\//, "");
  const ended = endOf(engine, name, container.State ?? {});
  const image = container.Config?.Image;
  return {
    kind: "container",
    id: container.Id,
    name,
    ...(image === undefined ? {} : { image }),
    ...(ended === undefined ? {} : { ended }),
  };
}

function readInspected(text: string): Inspected | undefined {
  try {
    const [first] = JSON.parse(text) as readonly (Inspected | null)[];
    const isRead = typeof first?.Id === "string" && typeof first.Name === "string";
    const isOfAnImage = ["string", "undefined"].includes(typeof first?.Config?.Image);
    return isRead && isOfAnImage ? first : undefined;
  } catch {
    return undefined;
  }
}

async function notResolved(engine: Engine, nameOrId: string, stderr: string): Promise<DiagError> {
  if (/multiple IDs found|matches multiple|more than one (result|container)/i.test(stderr)) {
    return new DiagError("target-ambiguous", `Several containers have an id that starts with ${nameOrId}`, {
      hint: `Give more of the id; \`${engine.name} ps --no-trunc\` shows it.`,
    });
  }
  if (!/no such container|no container with (name|ID)/i.test(stderr))
    return engineError(engine.name, ["container"], stderr);
  const running = (await engine.run(["ps", "--format", "{{.Names}}"])).split("\n").filter((name) => name !== "");
  const alike = running.filter((name) => name.includes(nameOrId));
  const hint =
    alike.length === 0
      ? `\`${engine.name} ps\` lists the running ones.`
      : `Running containers with that in their name: ${alike.slice(0, 8).join(", ")}.`;
  return new DiagError("target-not-found", `${engine.name} has no container ${nameOrId}`, { hint });
}

/** How it ended, as a clause; undefined of one that runs. One that never ran, or is paused, is refused. */
function endOf(engine: Engine, name: string, state: NonNullable<Inspected["State"]>): string | undefined {
  if (state.Status === "running") return undefined;
  if (state.Status === "paused") {
    throw new DiagError("target-unsupported", `Container ${name} is paused, so that nothing of it runs`, {
      hint: `${engine.name} unpause ${name}`,
    });
  }
  const killed = state.OOMKilled === true ? ", killed for its memory" : "";
  if (state.Status === "exited" || state.Status === "restarting")
    return `it is ${state.Status} with ${state.ExitCode}${killed} at ${state.FinishedAt}`;
  throw new DiagError("target-not-found", `Container ${name} does not run: it is ${state.Status ?? "unknown"}`, {
    hint: `Start it again (${engine.name} start ${name}); \`${engine.name} logs ${name}\` tells what it said.`,
  });
}
