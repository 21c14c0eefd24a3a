import type { ReportTarget } from "../report.ts";
import type { ReportInput } from "../report-input.ts";

/** The target as the node knows it; of a pod, where in the cluster it is. */
export function buildTarget({ manifest }: ReportInput): ReportTarget {
  const { kind, label, host, container, pod } = manifest.target;
  return {
    kind,
    label,
    host,
    ...(container === undefined ? {} : { container }),
    ...(pod === undefined ? {} : { pod }),
  };
}
