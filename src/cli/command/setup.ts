import { InvalidArgumentError } from "commander";
import type { SetupOptions } from "../setup-kubernetes.ts";
import type { AddCommand } from "./add-command.ts";
import { readCount } from "./target-options.ts";

export const addSetup: AddCommand = (program) => {
  const setup = program.command("setup").description("prepare a place for others to run diag in");
  setup
    .command("kubernetes")
    .description("print, write or apply what people need to run diag in a cluster: a namespace and their rights")
    .option("--apply", "apply it to the cluster, and say what changed")
    .option("--output <folder>", "write it into a folder, as a kustomization")
    .option("--namespace <name>", "namespace of the tool pods (default: $DIAG_TOOL_NAMESPACE, or diag)", readName)
    .option(
      "--target-namespace <name>",
      "let pods of this namespace be diagnosed, and no others; may be given again",
      collectNames,
    )
    .option("--user <name>", "let this user run diag; may be given again", collect)
    .option("--group <name>", "let this group run diag; may be given again", collect)
    .option("--service-account <namespace:name>", "let this service account run diag; may be given again", collect)
    .option("--quota <runs>", "let so many tool pods be there at once", readCount)
    .option(
      "--image-pull-secret <name>",
      "secret of the namespace to pull the toolbox image with; may be given again",
      collectNames,
    )
    .option("--kubeconfig <file>", "kubeconfig (default: $KUBECONFIG, or ~/.kube/config)")
    .option("--context <name>", "context of the kubeconfig")
    .addHelpText(
      "after",
      `
Examples:
  $ diag setup kubernetes --group sre --apply
  $ diag setup kubernetes --user alice --target-namespace shop | kubectl apply -f -
  $ diag setup kubernetes --service-account ci:diag --quota 10 --output clusters/base/diag
  $ diag setup kubernetes | kubectl delete -f -`,
    )
    .action(async (options: SetupOptions) => {
      await (await import("../setup-kubernetes.ts")).setupKubernetes(options);
    });
};

/** RFC 1123: what the API server takes as the name of a namespace, and of most that is in it. */
function readName(text: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) {
    throw new InvalidArgumentError("A name has lower-case letters, digits and hyphens, at most 63.");
  }
  return text;
}

function collectNames(text: string, previous: readonly string[] = []): readonly string[] {
  return collect(readName(text), previous);
}

function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous.filter((one) => one !== text), text];
}
