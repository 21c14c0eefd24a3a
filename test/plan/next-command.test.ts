import { expect, test } from "vitest";
import type { TargetSpec } from "../../src/documents/plan.generated.ts";
import { nextCommand } from "../../src/plan/next-command.ts";

const pod = { namespace: "shop", name: "checkout-1", uid: "u", node: "worker-3", container: "app" };

test.each<[string, TargetSpec, string]>([
  ["a process", { kind: "process", pid: 4242 }, "--pid 4242"],
  ["this machine", { kind: "host" }, "--host"],
  ["a node", { kind: "host", node: "worker-3" }, "--node worker-3"],
  ["a container by name", { kind: "container", id: "0123456789abcdef", name: "web" }, "--container web"],
  ["a container by id", { kind: "container", id: "0123456789abcdef" }, "--container 0123456789ab"],
  ["a pod", { kind: "container", id: "0123456789abcdef", pod }, "--pod checkout-1 -n shop -c app"],
  ["a hostile name", { kind: "container", id: "0", name: "$(reboot)'" }, "--container '$(reboot)'\\'''"],
])("%s", (_, target, words) => {
  expect(nextCommand("cpu-hot", target)).toBe(`diag run cpu-hot ${words}`);
});
