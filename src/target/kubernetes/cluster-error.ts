import { DiagError } from "../../errors.ts";
import { redact } from "./redact.ts";

/** An answer of the API server that is no success. */
export interface Refusal {
  readonly ok: false;
  /** HTTP status. */
  readonly status: number;
  /** Of the Status object: `NotFound`, `Forbidden`, `AlreadyExists`… */
  readonly reason: string;
  readonly message: string;
}

/**
 * One clear error from what an API server answered.
 *
 * @param what What was asked, as a person would say it: `get pod shop/checkout`.
 */
export function clusterError(what: string, { status, message }: Refusal): DiagError {
  if (status === 401) {
    return new DiagError("cluster-unauthorized", `The cluster does not know you: it refused to ${what}`, {
      hint: "The token or certificate of the kubeconfig may have expired: log in again; `kubectl auth whoami` tells.",
    });
  }
  if (status === 403) {
    return new DiagError("cluster-forbidden", `You may not ${what}: ${message}`, {
      hint: "Have the right granted: `diag plan` lists every rule that a run needs, `diag setup kubernetes` prints them as RBAC.",
    });
  }
  return new DiagError("cluster-failed", `The cluster could not ${what}: ${message || `status ${status}`}`, {
    hint:
      status >= 500
        ? "The API server is in trouble; try again in a while."
        : "`diag doctor --cluster` checks what a run needs.",
  });
}

const wrongCertificate =
  "Its certificate is not the one that the kubeconfig trusts: get the kubeconfig anew, or see what stands between.";

/** @param server As the kubeconfig names it. */
export function unreachable(server: string, error: unknown): DiagError {
  const why = causesOf(error).replace(/; if the root CA is installed locally.*/, "");
  return new DiagError("cluster-unreachable", `The cluster at ${server} does not answer: ${redact(why)}`, {
    hint: /not yet valid|has expired/i.test(why)
      ? "See that this machine's clock is right; if it is, the server's certificate has to be renewed."
      : /certificate|self.signed|unable to verify|altnames|SSL|TLS/i.test(why)
        ? wrongCertificate
        : "Check the network or VPN, and that `--context` and `--kubeconfig` name the right cluster.",
  });
}

/** Asking again does not help. */
export function isCertificateError({ hint }: DiagError): boolean {
  return hint === wrongCertificate;
}

/** `fetch failed` alone says nothing: the causes tell. */
function causesOf(error: unknown): string {
  const texts: string[] = [];
  for (let one = error; one instanceof Error && texts.length < 4; one = one.cause) {
    const inner = one instanceof AggregateError ? one.errors.map((each) => String(each?.message ?? each)) : [];
    texts.push(one.message, ...inner);
  }
  const told = texts.filter((text) => text !== "" && text !== "fetch failed");
  return told.join(": ") || String(error);
}
