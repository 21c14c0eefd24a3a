/**
 * A path component that names a container: 64 hex digits, alone (cgroupfs driver: Docker, containerd, Kubernetes) or
 * in a systemd scope with the runtime's prefix. `crio-conmon-…` and `libpod-conmon-…` are the container's monitor.
 */
const scope = /^(?:(?:docker|cri-containerd|crio|libpod|containerd|nerdctl)-)?([0-9a-f]{64})(?:\.scope)?$/;

/**
 * The id of the container that a process is in, or undefined.
 *
 * @param membership The text of /proc/PID/cgroup (cgroups(7)): lines of `hierarchy:controllers:path`, v1, v2 or both. Where containers
 * are nested (kind, Docker in Docker) the innermost is the process's own.
 */
export function containerId(membership: string): string | undefined {
  for (const line of membership.split("\n")) {
    const path = line.split(":").slice(2).join(":");
    const id = path
      .split("/")
      .map(idOf)
      .findLast((one) => one !== undefined);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** containerd writes `kubepods-….slice:cri-containerd:<id>` as one component when its driver and the kubelet's differ. */
function idOf(component: string): string | undefined {
  return scope.exec(component.slice(component.lastIndexOf(":") + 1))?.[1];
}
