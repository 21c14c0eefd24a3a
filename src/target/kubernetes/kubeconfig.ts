import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { DiagError } from "../../errors.ts";
import { nearestName } from "../../nearest-name.ts";
import { redact } from "./redact.ts";

export interface ClusterOptions {
  /** A file; `$KUBECONFIG`, `~/.kube/config` or the pod's own service account without. */
  readonly kubeconfig?: string;
  /** A context of the kubeconfig; its current one without. */
  readonly context?: string;
}

/**
 * The configuration that kubectl would use.
 *
 * @throws DiagError `kubeconfig`.
 */
export function readKubeconfig({ kubeconfig, context }: ClusterOptions): KubeConfig {
  const config = new KubeConfig();
  const files = kubeconfig === undefined ? defaultFiles() : [kubeconfig];
  try {
    if (kubeconfig !== undefined) config.loadFromFile(kubeconfig);
    else if (files.length > 0) loadFiles(config, files);
    else if (process.env["KUBERNETES_SERVICE_HOST"] !== undefined) config.loadFromCluster();
    else throw none();
  } catch (error) {
    throw error instanceof DiagError ? error : unreadable(files.join(delimiter), error);
  }
  selectContext(config, context);
  return config;
}

/** As kubectl does it: of what several files name, the first one counts. */
function loadFiles(config: KubeConfig, files: readonly string[]): void {
  const all = files.map((file) => {
    const one = new KubeConfig();
    one.loadFromFile(file);
    return one;
  });
  config.loadFromOptions({
    clusters: firstOfEach(all.flatMap((one) => one.getClusters())),
    users: firstOfEach(all.flatMap((one) => one.getUsers())),
    contexts: firstOfEach(all.flatMap((one) => one.getContexts())),
    currentContext: all.map((one) => one.getCurrentContext()).find((name) => name),
  });
}

function firstOfEach<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return list.filter(({ name }, at) => list.findIndex((one) => one.name === name) === at);
}

const whereToGetOne = "Name one with --kubeconfig or $KUBECONFIG, or put it where kubectl has it: ~/.kube/config.";

function none(): DiagError {
  const named = process.env["KUBECONFIG"];
  return new DiagError(
    "kubeconfig",
    named ? `There is no kubeconfig: $KUBECONFIG names ${named}, and there is no such file` : "There is no kubeconfig",
    { hint: whereToGetOne },
  );
}

function defaultFiles(): string[] {
  const named = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((file) => file !== "");
  return (named.length > 0 ? named : [join(homedir(), ".kube", "config")]).filter((file) => existsSync(file));
}

/** What the parser says may quote a line of the file, which may be a secret: only its first words and its place are told. */
function unreadable(file: string, error: unknown): DiagError {
  const { code, reason, mark } = error as { code?: string; reason?: string; mark?: { line: number } };
  const why =
    code === "ENOENT"
      ? "there is no such file"
      : code === "EACCES"
        ? "you may not read it"
        : reason === undefined
          ? "it is no kubeconfig"
          : `${redact(reason)}${mark === undefined ? "" : ` in line ${mark.line + 1}`}`;
  return new DiagError("kubeconfig", `Kubeconfig ${file} cannot be used: ${why}`, { hint: whereToGetOne });
}

function selectContext(config: KubeConfig, wanted: string | undefined): void {
  const names = (config.getContexts() ?? []).map(({ name }) => name);
  const name = wanted ?? config.getCurrentContext();
  if (!names.includes(name)) {
    const near = nearestName(name ?? "", names);
    const choice = names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`;
    throw new DiagError(
      "kubeconfig",
      name ? `The kubeconfig has no context ${name}` : "The kubeconfig has no current context",
      { hint: near === undefined ? `Name one with --context. ${choice}` : `Did you mean ${near}? ${choice}` },
    );
  }
  config.setCurrentContext(name);
  const cluster = config.getCurrentCluster();
  if (cluster?.server.startsWith("http://") && !cluster.skipTLSVerify) {
    throw new DiagError(
      "kubeconfig",
      `Context ${name} of the kubeconfig names a server without encryption: ${cluster.server}`,
      {
        hint: "Write https://; for `kubectl proxy` and the like set insecure-skip-tls-verify: true on that cluster.",
      },
    );
  }
  if (!cluster?.server) {
    throw new DiagError("kubeconfig", `Context ${name} of the kubeconfig names no cluster that it knows`, {
      hint: "Get the kubeconfig anew, or name another context with --context.",
    });
  }
}
