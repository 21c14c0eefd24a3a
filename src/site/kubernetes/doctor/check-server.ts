import type { Cluster } from "../../../target/kubernetes/cluster.ts";
import type { Check } from "./check.ts";

/** A clock that differs by more confuses people who read times; diag itself goes by the server's. */
const toleratedMs = 30_000;

/** Who the cluster takes the caller for. */
export interface Identity {
  readonly username: string;
  readonly groups: readonly string[];
}

/** @throws DiagError where the server does not answer, or does not know the caller. */
export async function checkServer(cluster: Cluster): Promise<{ checks: Check[]; identity: Identity | undefined }> {
  const { gitVersion } = await cluster.get<{ readonly gitVersion?: string }>({
    path: "/version",
    what: "tell its version",
  });
  const ahead = cluster.now() - Date.now();
  const identity = await whoAmI(cluster);
  const clock: Check = {
    topic: "clock",
    state: "less",
    text: `yours is ${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "behind" : "ahead of"} the cluster's; diag goes by the cluster's`,
    mend: "set it by NTP: certificates and tokens go by it too",
  };
  return {
    identity,
    checks: [
      {
        topic: "server",
        state: "ok",
        text: `${cluster.server} · ${gitVersion ?? "no version"} · context ${cluster.context}`,
      },
      identity === undefined
        ? { topic: "you", state: "unknown", text: "the cluster does not tell who you are" }
        : { topic: "you", state: "ok", text: `${identity.username}, in ${identity.groups.join(", ") || "no group"}` },
      ...(Math.abs(ahead) > toleratedMs ? [clock] : []),
    ],
  };
}

/** SelfSubjectReview is there since Kubernetes 1.28. */
async function whoAmI(cluster: Cluster): Promise<Identity | undefined> {
  const answer = await cluster.ask<{ readonly status?: { readonly userInfo?: Partial<Identity> } }>({
    method: "POST",
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    what: "tell who you are",
  });
  const user = answer.ok ? answer.value.status?.userInfo : undefined;
  return user?.username === undefined ? undefined : { username: user.username, groups: user.groups ?? [] };
}
