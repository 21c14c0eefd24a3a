import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../bundle/make-folder.ts";
import { DiagError } from "../errors.ts";
import { applyManifest, manifestName } from "../site/kubernetes/setup/apply-manifest.ts";
import { kustomizationYaml, madeByDiag, manifestsYaml } from "../site/kubernetes/setup/manifest-yaml.ts";
import { type SetupFile, setupFiles } from "../site/kubernetes/setup/setup-files.ts";
import type { SetupRequest, Subject } from "../site/kubernetes/setup/setup-request.ts";
import { clusterOf } from "./cluster-of.ts";
import { type ClusterOptions, toolNamespaceOf } from "./command/cluster-options.ts";

export interface SetupOptions extends Omit<ClusterOptions, "toolNamespace"> {
  readonly apply?: boolean;
  readonly output?: string;
  readonly namespace?: string;
  readonly targetNamespace?: readonly string[];
  readonly user?: readonly string[];
  readonly group?: readonly string[];
  readonly serviceAccount?: readonly string[];
  readonly quota?: number;
  readonly imagePullSecret?: readonly string[];
}

/** `diag setup kubernetes` */
export async function setupKubernetes(options: SetupOptions): Promise<void> {
  if (options.apply && options.output !== undefined) {
    throw new DiagError("usage", "--apply and --output cannot go together", { hint: "Give one of them." });
  }
  const request = requestOf(options);
  const files = setupFiles(request);
  if (options.apply) await applyAll(options, files);
  else if (options.output !== undefined) writeAll(options.output, files);
  else process.stdout.write(`${madeByDiag}\n${manifestsYaml(files.flatMap(({ objects }) => objects))}`);
  if (request.subjects.length === 0) {
    process.stderr.write("Nobody has the roles yet: add --user, --group or --service-account.\n");
  }
}

function requestOf(options: SetupOptions): SetupRequest {
  const { namespace, quota } = options;
  return {
    namespace: toolNamespaceOf(namespace === undefined ? {} : { toolNamespace: namespace }),
    targetNamespaces: options.targetNamespace ?? [],
    subjects: [
      ...(options.user ?? []).map((name): Subject => ({ kind: "User", name })),
      ...(options.group ?? []).map((name): Subject => ({ kind: "Group", name })),
      ...(options.serviceAccount ?? []).map(readAccount),
    ],
    ...(quota === undefined ? {} : { maxRuns: quota }),
    pullSecrets: options.imagePullSecret ?? [],
  };
}

function readAccount(text: string): Subject {
  const [namespace = "", name = "", ...rest] = text.split(":");
  if (namespace !== "" && name !== "" && rest.length === 0) return { kind: "ServiceAccount", name, namespace };
  throw new DiagError("usage", `${text} names no service account`, { hint: "Write it as NAMESPACE:NAME." });
}

/** One after the other: what is in a namespace needs it. */
async function applyAll(options: SetupOptions, files: readonly SetupFile[]): Promise<void> {
  const cluster = await clusterOf(options);
  for (const { manifest } of files.flatMap(({ objects }) => objects)) {
    const { outcome, fields } = await applyManifest(cluster, manifest);
    const which = fields.length === 0 ? "" : `: ${fields.join(", ")}`;
    process.stdout.write(`${outcome.padEnd("unchanged".length)}  ${manifestName(manifest)}${which}\n`);
  }
}

function writeAll(folder: string, files: readonly SetupFile[]): void {
  const written = [
    ...files.map(({ name, objects }) => ({ name, text: manifestsYaml(objects) })),
    { name: "kustomization.yaml", text: kustomizationYaml(files) },
  ].map(({ name, text }) => ({ path: join(folder, name), text: `${madeByDiag}\n${text}` }));
  try {
    if (!existsSync(folder)) makeFolder(folder);
    refuseForeign(written.map(({ path }) => path));
    for (const { path, text } of written) writeFileSync(path, text);
  } catch (cause) {
    if (cause instanceof DiagError) throw cause;
    throw new DiagError("output-not-writable", `${folder} cannot be written: ${(cause as Error).message}`, {
      cause,
      hint: "Give --output a folder that you may write to.",
    });
  }
  process.stdout.write(`${written.map(({ path }) => path).join("\n")}\n`);
}

/** Files of diag's own are written again: the folder may be under version control. */
function refuseForeign(paths: readonly string[]): void {
  const foreign = paths.find((path) => existsSync(path) && !readFileSync(path, "utf8").startsWith(madeByDiag));
  if (foreign === undefined) return;
  throw new DiagError("output-not-empty", `${foreign} was not made by diag, and is kept`, {
    hint: "Give --output another folder, or move the file away.",
  });
}
