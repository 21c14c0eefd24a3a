/** What `diag setup kubernetes` is asked for. */
export interface SetupRequest {
  /** Of the tool pods. */
  readonly namespace: string;
  /** Pods may be diagnosed in these only; in every namespace where there is none. */
  readonly targetNamespaces: readonly string[];
  /** Who may run diag. */
  readonly subjects: readonly Subject[];
  /** How many tool pods at once; without a limit where it is undefined. */
  readonly maxRuns?: number;
  /** Secrets of the tool namespace to pull the toolbox image with. */
  readonly pullSecrets: readonly string[];
}

export type Subject =
  | { readonly kind: "User" | "Group"; readonly name: string }
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string };

/** An object of the API as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: SetupKind;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** A manifest, and what the rules of a role are for, in their order. */
export interface SetupObject {
  readonly manifest: Manifest;
  /** For who reads the YAML. */
  readonly comment?: string;
  readonly ruleReasons?: readonly (readonly string[])[];
}

export type SetupKind =
  | "Namespace"
  | "ServiceAccount"
  | "ResourceQuota"
  | "ClusterRole"
  | "ClusterRoleBinding"
  | "Role"
  | "RoleBinding";

/** On everything that is set up, so that it can be found and deleted. Not the label of runs: cleaning up leaves it alone. */
export const setupLabels = { "app.kubernetes.io/name": "diag", "app.kubernetes.io/component": "setup" } as const;
