/** Labels of everything that diag makes in a cluster; `diag runs` and `diag cleanup` go by them. */
export const labels = {
  managedBy: "app.kubernetes.io/managed-by",
  run: "diag.dev/run",
  playbook: "diag.dev/playbook",
} as const;

export const annotations = {
  /** Time by which nothing of the run may live, ISO 8601. */
  expires: "diag.dev/expires",
  /** What is diagnosed, in words. */
  target: "diag.dev/target",
  /** Who started it: `user@host`. */
  startedBy: "diag.dev/started-by",
} as const;

export const selector = `${labels.managedBy}=diag`;

export function jobName(run: string): string {
  return `diag-${run.slice(0, 13)}`;
}

/** A label's value: 63 characters of a small set. */
export function labelValue(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9_.-]+/g, "-")
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "")
    .slice(0, 63)
    .replace(/[^A-Za-z0-9]+$/, "");
}
