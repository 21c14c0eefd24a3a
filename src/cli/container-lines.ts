import type { Plan } from "../documents/plan.generated.ts";
import { shellWord } from "../plan/shell-word.ts";
import { containerOptions } from "../site/docker/container-options.ts";
import { wordsOf } from "../site/docker/create-container.ts";
import { findEngine } from "../site/docker/engine.ts";
import { imageOf } from "./choose-site.ts";
import type { SiteOptions } from "./command/site-options.ts";
import type { TargetOptions } from "./command/target-options.ts";

const indent = "    ";

/** What `docker run` line does the same by hand, and why each of its options stands there. */
export async function containerLines(
  playbook: string,
  plan: Plan,
  options: SiteOptions & TargetOptions,
): Promise<string[]> {
  const engine = findEngine(options);
  const contained = containerOptions(plan, { leastPrivilege: options.leastPrivilege ?? false });
  const image = await imageOf(options);
  const lines = [
    engine.words(["run", "--rm"]),
    ...contained.map((option) => wordsOf([option])),
    [image, "run", playbook, ...targetWords(plan), ...paramWords(options)],
  ].map((words) => words.map(shellWord).join(" "));
  return [
    "Container",
    ...contained.flatMap(({ words, reason }) => [`  ${words.join(" ")}`, `      ${reason}`]),
    "",
    "The same by hand (diag also copies the bundle out, and removes the container whatever happens)",
    lines.map((line, index) => (index === 0 ? `  ${line}` : `${indent}${line}`)).join(" \\\n"),
  ];
}

function targetWords({ target }: Plan): string[] {
  if (target.kind === "host") return ["--host"];
  return target.kind === "process" ? ["--pid", `${target.pid}`] : ["--container", target.id, "--in", "local"];
}

function paramWords({ param = {} }: TargetOptions): string[] {
  return Object.entries(param).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
}
