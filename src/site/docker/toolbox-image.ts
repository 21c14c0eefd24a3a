import type { PlannedMount } from "../../documents/plan.generated.ts";
import { DiagError } from "../../errors.ts";
import { headerFolders } from "../../plan/mounts.ts";
import { version } from "../../version.ts";
import type { Engine } from "./engine.ts";
import { unreadableAnswer } from "./engine-error.ts";

/** What `--image` or DIAG_TOOLBOX_IMAGE replaces. */
export const defaultImage = `diag-toolbox:${version}`;

export interface ToolboxImage {
  readonly name: string;
  /** `sha256:…` of its configuration: the same image has the same id on every engine. */
  readonly id: string;
  /** It was built with headers of its own (label `diag.headers`), which the host's must not hide. */
  readonly hasHeaders: boolean;
}

/**
 * The image, pulled when the engine does not have it yet.
 *
 * @param onStatus Told when a pull begins, which may take a while.
 * @throws DiagError `image-missing`, `image-architecture` or one of the engine.
 */
export async function toolboxImage(
  engine: Engine,
  name: string,
  onStatus: (text: string) => void,
): Promise<ToolboxImage> {
  const [present, host] = await Promise.all([inspect(engine, name), engine.host()]);
  const found = present ?? (await pull(engine, name, onStatus));
  if (found.architecture !== host.architecture) {
    throw new DiagError(
      "image-architecture",
      `Image ${name} is built for ${found.architecture}, the engine runs ${host.architecture}`,
      { hint: `Build or pull it for linux/${host.architecture}.` },
    );
  }
  return { name, id: found.id, hasHeaders: found.hasHeaders };
}

async function inspect(engine: Engine, name: string) {
  const format = "{{.Id}} {{.Architecture}} {{json .Config.Labels}}";
  const { stdout, exitCode } = await engine.ask(["image", "inspect", "--format", format, "--", name]);
  if (exitCode !== 0) return undefined;
  const [, id = "", architecture = "", json = "{}"] = /^(\S+) (\S+) (.*)$/.exec(stdout.trim()) ?? [];
  const hasHeaders = Boolean(readLabels(engine, json)?.["diag.headers"]);
  return { id: id.startsWith("sha256:") ? id : `sha256:${id}`, architecture, hasHeaders };
}

function readLabels(engine: Engine, json: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(json) as Readonly<Record<string, unknown>> | null;
  } catch {
    throw unreadableAnswer(engine.name, "image");
  }
}

async function pull(engine: Engine, name: string, onStatus: (text: string) => void) {
  onStatus(`pulling ${name}`);
  const { stderr, exitCode } = await engine.ask(["pull", "--quiet", "--", name]);
  const pulled = exitCode === 0 ? await inspect(engine, name) : undefined;
  if (pulled !== undefined) return pulled;
  const why = stderr
    .trim()
    .split("\n")
    .at(-1)
    ?.replace(/^Error( response from daemon)?: /, "")
    .slice(0, 200);
  throw new DiagError("image-missing", `${engine.name} has no image ${name} and cannot pull it: ${why}`, {
    hint: "Build it (images/toolbox/build.sh), load it (docker load), or name another one with --image.",
  });
}

/** The plan's mounts, without the host's kernel headers where the image has its own. */
export function hostMounts(mounts: readonly PlannedMount[], { hasHeaders }: ToolboxImage): PlannedMount[] {
  return mounts.filter(({ path }) => !(hasHeaders && headerFolders.includes(path)));
}
