import { describe, expect, test } from "vitest";
import { lab, needsFaults, needsKubernetes, whyNoFaults } from "./lab.ts";
import { type StartedPod, startNamespace, startPod } from "./pods.ts";
import { createPullSecret, pushImage } from "./registry.ts";
import { certificateKubeconfig, execKubeconfig, serviceAccountKubeconfig, tokenKubeconfig, tokens } from "./users.ts";

const { cluster } = lab;
const { nodes, kubectl } = cluster;
const logs = ({ name, namespace }: StartedPod) => kubectl("logs", name, "--namespace", namespace);

describe.skipIf(lab.why !== undefined)(`the lab's cluster ${needsKubernetes}`, () => {
  test("its nodes are ready and have the toolbox", async () => {
    const ready = 'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}';
    const found = (await kubectl("get", "nodes", "--output", ready)).split(" ");
    expect(found).toEqual(expect.arrayContaining(nodes.map((node) => `${node}=True`)));
    for (const node of nodes) {
      await using namespace = await startNamespace(cluster, "lab-toolbox");
      const command = ["sh", "-c", "command -v bpftrace; exec sleep 60"];
      const options = { namespace: namespace.name, node, image: lab.toolbox, command };
      await using pod = await startPod(cluster, "tools", options);
      await expect.poll(() => logs(pod), { timeout: 10_000 }).toBe("/usr/bin/bpftrace");
    }
  });

  test("pods run on the node that they name, give their logs, and let one in", async () => {
    await using namespace = await startNamespace(cluster, "lab-pods");
    const inNamespace = ["--namespace", namespace.name];
    for (const [at, node] of nodes.entries()) {
      const command = ["sh", "-c", "echo hello; exec sleep 60"];
      await using pod = await startPod(cluster, `on-${at}`, { namespace: namespace.name, node, command });
      expect(await kubectl("get", "pod", pod.name, ...inNamespace, "--output=jsonpath={.spec.nodeName}")).toBe(node);
      await expect.poll(() => logs(pod), { timeout: 10_000 }).toBe("hello");
      expect(await kubectl("exec", pod.name, ...inNamespace, "--", "cat", "/proc/1/comm")).toBe("sleep");
    }
  });

  test("a Deployment has its replicas, and a pod beyond its memory limit is killed and said to be", async () => {
    await using namespace = await startNamespace(cluster, "lab-oom");
    const command = ["/srv/leak", "60"];
    const options = { namespace: namespace.name, command, replicas: 2, memoryLimit: "64Mi" };
    await using checkout = await startPod(cluster, "checkout", options);
    expect(checkout.names).toHaveLength(2);
    const oom = {
      namespace: namespace.name,
      command: ["/srv/oom", "60"],
      memoryLimit: "32Mi",
      until: "created",
    } as const;
    await using pod = await startPod(cluster, "oom", oom);
    const reason = "{.status.containerStatuses[0].state.terminated.reason}";
    const wait = ["wait", `--for=jsonpath=${reason}=OOMKilled`, `pod/${pod.name}`, "--timeout=60s"];
    await kubectl(...wait, "--namespace", namespace.name);
  });

  test("a privileged pod with the host's pids sees processes of other pods, and tracepoints", async () => {
    await using namespace = await startNamespace(cluster, "lab-host");
    const { name } = namespace;
    const target = ["/srv/hot", "60"];
    const [node = ""] = nodes;
    await using hot = await startPod(cluster, "hot", { namespace: name, command: target, node, cpuLimit: "100m" });
    const command = ["sleep", "60"];
    const spec = {
      hostPID: true,
      volumes: [{ name: "tracing", hostPath: { path: "/sys/kernel/tracing" } }],
      containers: [
        {
          name: "main",
          image: lab.toolbox,
          command,
          securityContext: { privileged: true },
          volumeMounts: [{ name: "tracing", mountPath: "/sys/kernel/tracing" }],
        },
      ],
    };
    await using tools = await startPod(cluster, "tools", { namespace: name, command, node, spec });
    const uid = await kubectl("get", "pod", hot.name, "--namespace", name, "--output=jsonpath={.metadata.uid}");
    const look =
      "cat $(grep -l '^/srv/hot' /proc/[0-9]*/cmdline | sed 's/cmdline/cgroup/'); ls /sys/kernel/tracing/events";
    const seen = await kubectl("exec", tools.name, "--namespace", name, "--", "sh", "-c", look);
    expect(seen).toContain(`pod${uid}`);
    expect(seen).toContain("sched");
  });

  test("a restricted namespace refuses a privileged pod", async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await using namespace = await startNamespace(cluster, "lab-restricted", labels);
    const options = { namespace: namespace.name, command: ["sleep", "60"], spec: { hostPID: true } };
    await expect(startPod(cluster, "refused", options)).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });

  test("users come by certificate and by service account, with their own rights only", async () => {
    await using namespace = await startNamespace(cluster, "lab-users");
    const { name } = namespace;
    using carol = await certificateKubeconfig(cluster, { user: "carol", groups: ["shop"] });
    using account = await serviceAccountKubeconfig(cluster, { namespace: name, name: "default" });
    await kubectl("create", "rolebinding", "shop", "--clusterrole=view", "--group=shop", "--namespace", name);
    const may = (path: string) => {
      return kubectl("auth", "can-i", "list", "pods", "--namespace", name, "--kubeconfig", path).catch(() => "no");
    };
    expect(await may(carol.path)).toBe("yes");
    expect(await may(account.path)).toBe("no");
  });

  test.skipIf(whyNoFaults !== undefined)(`users come by token and by plugin ${needsFaults}`, async () => {
    using alice = await tokenKubeconfig(cluster, tokens.alice);
    using admin = await execKubeconfig(cluster, { token: tokens.admin });
    using broken = await execKubeconfig(cluster, { token: "", failure: "login has expired" });
    const get = ["get", "nodes", "--kubeconfig"];
    await expect(kubectl(...get, alice.path)).rejects.toThrow('User "alice" cannot list resource "nodes"');
    expect(await kubectl(...get, admin.path)).toContain(nodes[0]);
    await expect(kubectl(...get, broken.path)).rejects.toThrow("login has expired");
  });
});

describe.skipIf(whyNoFaults !== undefined)(`the registry of the lab's cluster ${needsFaults}`, () => {
  test("a pod without a secret is refused an image; with one it gets it", async () => {
    await using namespace = await startNamespace(cluster, "lab-registry");
    const image = await pushImage("diag-pause:test", `${namespace.name}:1`);
    const options = { namespace: namespace.name, command: ["/pause"], image };
    await using refused = await startPod(cluster, "refused", { ...options, until: "created" });
    const reason = "{.status.containerStatuses[0].state.waiting.reason}";
    const wait = ["wait", `--for=jsonpath=${reason}=ImagePullBackOff`, `pod/${refused.name}`, "--timeout=60s"];
    await kubectl(...wait, "--namespace", namespace.name);
    await createPullSecret(cluster, namespace.name, "registry");
    await using _ = await startPod(cluster, "pulls", {
      ...options,
      spec: { imagePullSecrets: [{ name: "registry" }] },
    });
  });
});
