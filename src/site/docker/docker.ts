import { spawn } from "node:child_process";
import type { Event, RunRefused } from "../../documents/event.generated.ts";
import type { Plan } from "../../documents/plan.generated.ts";
import { fetchBundle } from "../fetch-bundle.ts";
import { followRunner } from "../follow-runner.ts";
import { lost, refusal, stateOf } from "../runner-end.ts";
import type { Site, SiteRun } from "../site.ts";
import { ToldRun } from "../told-run.ts";
import { containerLog } from "./container-log.ts";
import { createContainer } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import { inside, sendPlan } from "./send-plan.ts";
import { hostMounts, toolboxImage } from "./toolbox-image.ts";

export interface DockerSiteOptions {
  readonly engine: Engine;
  readonly image: string;
  readonly leastPrivilege: boolean;
}

/** Beyond the plan's deadline: start-up, the kill at the deadline, slow links. */
const marginMs = 120_000;

/** A tool container on a host with Docker or Podman; nothing else needs to be installed there. */
export function dockerSite({ engine, image: name, leastPrivilege }: DockerSiteOptions): Site {
  return {
    name: "docker",
    async execute(plan, run) {
      const image = await toolboxImage(engine, name, run.onStatus);
      const command = ["diag", "runner", "--plan", inside.plan, "--out", inside.bundle, "--run", run.run];
      const { version } = await engine.host();
      const mounts = hostMounts(plan.mounts, image);
      const container = await createContainer(engine, {
        plan: { ...plan, mounts },
        run: run.run,
        image: image.id,
        leastPrivilege,
        command,
      });
      const remove = removal(engine, container);
      const told = new ToldRun(run.bundle, "docker");
      try {
        await sendPlan(engine, container, plan);
        await engine.run(["start", container]);
        const { manifest, end } = await followAndFetch(engine, container, plan, run, told);
        const { files: _files, ...home } = manifest;
        run.bundle.putManifest({
          ...home,
          ...stateOf(manifest, end),
          site: "docker",
          toolbox: {
            engine: `${engine.name} ${version}`,
            image: image.name,
            digest: image.id,
            privileges: leastPrivilege ? "least" : "privileged",
          },
        });
      } catch (error) {
        await remove();
        if (!told.endBy(error)) throw error;
      }
      return { gone: remove() };
    },
  };
}

async function followAndFetch(engine: Engine, container: string, plan: Plan, run: SiteRun, told: ToldRun) {
  let refused: RunRefused | undefined;
  const onEvent = (event: Event) => {
    if (event.kind === "run-refused") refused = event;
    else run.onEvent(event);
  };
  const interrupt = () => void engine.ask(["kill", "--signal", "INT", container]);
  run.interrupt.addEventListener("abort", interrupt);
  if (run.interrupt.aborted) interrupt();
  const end = await followRunner(containerLog(engine, container), {
    onEvent,
    onOther: (value) => told.add(value),
    untilMs: plan.deadlineMs + marginMs,
  });
  run.interrupt.removeEventListener("abort", interrupt);
  if (refused !== undefined) throw refusal(refused);
  if (end.exitCode === undefined) throw lost(`the tool container ${container.slice(0, 12)} went away`, end);
  const manifest = await fetchBundle(
    () => engine.start(["cp", `${container}:${inside.bundle}`, "-"]).stdout,
    run.bundle,
  ).catch((error: unknown) => {
    throw lost(`the bundle could not be fetched: ${(error as Error).message}`, end);
  });
  if (manifest === undefined) throw lost(`the runner ended with ${end.exitCode} before it wrote anything`, end);
  return { manifest, end };
}

/** However this ends, the container goes: at once here, by its own supervisor if diag itself is killed. */
function removal(engine: Engine, container: string): () => Promise<void> {
  const words = ["rm", "--force", container];
  // A second Ctrl-C leaves at once; the engine's command goes on alone.
  const onExit = () => {
    const [program = "", ...rest] = engine.words(words);
    spawn(program, rest, { detached: true, stdio: "ignore" }).unref();
  };
  process.once("exit", onExit);
  return async () => {
    await engine.ask(words);
    process.off("exit", onExit);
  };
}
