import { DiagError } from "../../errors.ts";
import type { CoreV1Event, V1Pod } from "../../target/kubernetes/api-types.ts";
import { redact } from "../../target/kubernetes/redact.ts";
import { container } from "./tool-pod.ts";

/** How far a tool pod has come: what people are told, and when there is no use in waiting. */
export type StartState =
  | { readonly kind: "waiting"; readonly text: string }
  /** It runs, or has run: its log tells the rest. */
  | { readonly kind: "started" }
  | { readonly kind: "failed"; readonly error: DiagError }
  /** Pulling goes on without: it may still work. */
  | { readonly kind: "absent-secrets"; readonly names: string }
  /** The node does not have a folder that the pod wants to see. */
  | { readonly kind: "absent-mount"; readonly path: string };

const hints = {
  image:
    "See that the node can reach the registry; --image names an image of your own, --image-pull-secret the secret to pull it with.",
  pullSecret:
    "Name a secret of the tool namespace that the registry takes with --image-pull-secret (`kubectl create secret docker-registry` makes one).",
  tag: "The registry does not have it: --image names another one.",
  container: "`diag doctor --node` tells what the node allows; --least-privilege asks for less.",
  deleted: "Start it again; `kubectl get events` of the tool namespace may tell who deletes pods there.",
  schedule: "The tool pod tolerates every taint, so that the node lacks room: free CPU or memory there.",
};

/** Reasons of a waiting container that no waiting mends (kubelet: pkg/kubelet/images, container errors). */
const hopeless: Readonly<Record<string, string>> = {
  ErrImageNeverPull: hints.image,
  InvalidImageName: "Write the image as REGISTRY/NAME:TAG or NAME@sha256:….",
  ImageInspectError: hints.image,
  CreateContainerConfigError: hints.container,
  CreateContainerError: hints.container,
  RunContainerError: hints.container,
};

/** What a pod's own status tells. */
export function podState({ metadata, status }: V1Pod, image: string): StartState {
  const name = metadata?.name ?? "";
  const tool = status?.containerStatuses?.find((one) => one.name === container);
  if (tool?.state?.running || tool?.state?.terminated) return { kind: "started" };
  if (status?.phase === "Failed") {
    return failed(
      `Tool pod ${name} failed before it started: ${status.message ?? status.reason ?? "no reason told"}`,
      hints.container,
    );
  }
  const waiting = tool?.state?.waiting;
  if (waiting?.reason && waiting.reason in hopeless) {
    const what = /image/i.test(waiting.reason) ? `Image ${image} cannot be used` : `Tool pod ${name} cannot be started`;
    return failed(`${what}: ${waiting.message ?? waiting.reason}`, hopeless[waiting.reason] ?? "");
  }
  // A first failed pull may pass; when the kubelet backs off it has failed and will for a while.
  if (waiting?.reason === "ImagePullBackOff") {
    return pullFailure(image, waiting.message ?? waiting.reason);
  }
  const unscheduled = status?.conditions?.find(({ type, status: is }) => type === "PodScheduled" && is === "False");
  if (unscheduled?.reason === "Unschedulable") return { kind: "waiting", text: `no room yet: ${unscheduled.message}` };
  if (waiting?.reason === "ErrImagePull")
    return { kind: "waiting", text: `pulling failed, once more: ${pullReason(redact(waiting.message ?? ""))}` };
  return { kind: "waiting", text: metadata?.name === undefined ? "making the tool pod" : "starting the tool pod" };
}

/** What an event about the Job or its pod tells; undefined where it tells nothing new. */
export function eventState({ reason, message = "" }: CoreV1Event): StartState | undefined {
  const [, secrets] = /^Unable to retrieve some image pull secrets \((.*?)\)/.exec(message) ?? [];
  if (reason === "FailedToRetrieveImagePullSecret" && secrets !== undefined)
    return { kind: "absent-secrets", names: redact(secrets) };
  if (reason === "FailedCreate") return { kind: "failed", error: rejection(message) };
  if (reason === "Pulling") return { kind: "waiting", text: redact(message).replace(/^P/, "p").replaceAll('"', "") };
  const absent =
    reason === "FailedMount"
      ? /hostPath type check failed[:,] (\/\S+) is not a directory/.exec(message)?.[1]
      : undefined;
  return absent === undefined ? undefined : { kind: "absent-mount", path: absent };
}

/** The cause is at the end of what the kubelet and its runtime say, each adding its part before it. */
function pullReason(message: string): string {
  if (/: not found$/.test(message)) return "not found";
  return /(pull access denied,.*|dial tcp[ :].*|(?:[^:]+: )?[^:]*)$/.exec(message)?.[1]?.trim() || message;
}

function pullFailure(image: string, message: string): StartState {
  const why = pullReason(redact(message));
  const hint = /denied|unauthorized|authoriz|forbidden|credentials/i.test(why)
    ? hints.pullSecret
    : /not found|manifest unknown/i.test(why)
      ? hints.tag
      : hints.image;
  return failed(`Image ${image} cannot be pulled: ${why}`, hint);
}

/** Why a pod may not be made: Pod Security, a quota, a limit range, an admission webhook, in the API server's words. */
export function rejection(message: string): DiagError {
  const said = redact(message);
  const security = /violates PodSecurity "([^"]+)": (.*)/.exec(said);
  const [, namespaceOf] = /namespace[s]? "?([a-z0-9-]+)"?/.exec(said) ?? [];
  if (security !== null) {
    const [, level = "", what = ""] = security;
    return new DiagError(
      "pod-rejected",
      `Pod Security (${level}) of the tool namespace forbids the tool pod: ${what}`,
      {
        hint: "Give it a namespace of its own that allows it: `diag setup kubernetes`, or `--tool-namespace NAME` with the label pod-security.kubernetes.io/enforce=privileged.",
      },
    );
  }
  if (/exceeded quota/i.test(said)) {
    return new DiagError(
      "pod-rejected",
      `A quota of the tool namespace has no room for the tool pod: ${said.replace(/^.*?(exceeded quota)/i, "$1")}`,
      {
        hint: "Raise it (`kubectl describe resourcequota`), wait for other runs to end (`diag runs`), or use another --tool-namespace.",
      },
    );
  }
  if (/serviceaccount .* not found/i.test(said)) {
    return new DiagError("pod-rejected", `The tool pod's service account is not there: ${said}`, {
      hint: "Make it (`kubectl create serviceaccount`), or leave --service-account out.",
    });
  }
  if (/\b(maximum|minimum) \S+ (usage|limit to request ratio) per (Pod|Container) is/.test(said)) {
    return new DiagError(
      "pod-rejected",
      `A limit range of the tool namespace does not allow the tool pod: ${limits(said)}`,
      {
        hint: "Change it (`kubectl describe limitrange`), lower the playbook's budget, or use another --tool-namespace.",
      },
    );
  }
  return new DiagError("pod-rejected", `The cluster refuses the tool pod: ${said}`, {
    hint: `An admission policy${namespaceOf === undefined ? "" : ` of namespace ${namespaceOf}`} forbids it; \`diag plan\` prints the whole pod for those who own the policy.`,
  });
}

/** `[maximum memory usage per Container is 64Mi, but limit is 1610612736, …]`, without the pod's name before it. */
function limits(said: string): string {
  return said.replace(/^pods "[^"]*" is forbidden: /, "").replace(/^\[(.*)\]$/, "$1");
}

/** Too long a wait is an error of its own, with what was waited for last. */
export function notStarted(name: string, text: string): DiagError {
  const isRoom = text.startsWith("no room yet");
  return new DiagError("pod-not-started", `Tool pod ${name} did not start: ${text}`, {
    hint: isRoom ? hints.schedule : "`kubectl describe pod` and the node's kubelet tell more.",
  });
}

/** Somebody, or something, has deleted the pod: its Job makes no other one. */
export function deleted(name: string): StartState {
  return failed(`Tool pod ${name} was deleted before it started`, hints.deleted);
}

function failed(message: string, hint: string): StartState {
  return { kind: "failed", error: new DiagError("pod-not-started", redact(message), { hint }) };
}

/** An image that cannot be pulled, where a secret to pull it with was named and is not there. */
export function withSecrets(error: DiagError, names: string | undefined, namespace: string): DiagError {
  if (names === undefined || error.hint !== hints.pullSecret) return error;
  return new DiagError(error.code, `${error.message}; namespace ${namespace} has no secret ${names}`, {
    hint: hints.pullSecret,
  });
}
