/**
 * In which network namespace the kernel did something; `unknown`: neither a socket nor a device tells, or there is no BTF by which to
 * read them. Scripts of bpftrace print the index.
 */
export type Whose = "target" | "elsewhere" | "unknown";

const byIndex: readonly Whose[] = ["elsewhere", "target", "unknown"];

export function whoseOf(index: string | undefined): Whose {
  return byIndex[Number(index)] ?? "unknown";
}

export const whoseColumn = {
  kind: "string",
  description: "target: in its network namespace; elsewhere: in another of the node; unknown: not told.",
} as const;

/** For BEGIN of bpftrace: the namespace that it runs in itself, which is the target's where the command says so. It needs BTF. */
export const ownNamespace = "  @net = (uint64)((struct task_struct *)curtask)->nsproxy->net_ns->ns.inum;";
