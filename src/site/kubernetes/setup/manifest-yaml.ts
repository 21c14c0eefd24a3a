import { Document, isMap, isSeq, type YAMLMap } from "yaml";
import type { SetupFile } from "./setup-files.ts";
import type { SetupObject } from "./setup-request.ts";

/** The first line of every file that diag writes: such a file may be written again. */
export const madeByDiag = "# Made by `diag setup kubernetes`";

/** As multi-document YAML for kubectl; each rule of a role says what it is for. */
export function manifestsYaml(objects: readonly SetupObject[]): string {
  return objects.map(manifestYaml).join("---\n");
}

/** The kustomization of the files. */
export function kustomizationYaml(files: readonly SetupFile[]): string {
  const resources = files.map(({ name }) => name);
  return new Document({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }).toString();
}

function manifestYaml({ manifest, comment, ruleReasons = [] }: SetupObject): string {
  const document = new Document(manifest, { aliasDuplicateObjects: false });
  if (comment !== undefined) document.commentBefore = ` ${comment}`;
  const rules = document.get("rules");
  for (const [index, rule] of (isSeq(rules) ? rules.items : []).entries()) {
    if (isMap(rule)) explain(rule, ruleReasons[index] ?? []);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Its lists of words stand in a line each. */
function explain(rule: YAMLMap, reasons: readonly string[]): void {
  rule.commentBefore = reasons.map((reason) => ` ${reason}`).join("\n");
  for (const { value } of rule.items) {
    if (isSeq(value)) value.flow = true;
  }
}
