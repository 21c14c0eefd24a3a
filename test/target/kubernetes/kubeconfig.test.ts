import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { DiagError } from "../../../src/errors.ts";
import { readKubeconfig } from "../../../src/target/kubernetes/kubeconfig.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

afterEach(() => void vi.unstubAllEnvs());

function config(name: string, server = `https://${name}.example`): string {
  return JSON.stringify({
    "current-context": name,
    clusters: [{ name, cluster: { server } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { token: "secret-token" } }],
  });
}

function file(text: string): string {
  const path = join(temporaryFolder(), "kubeconfig");
  writeFileSync(path, text);
  return path;
}

function errorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    const { code, message, hint } = error as DiagError;
    return `${code}: ${message} | ${hint}`;
  }
  return "";
}

test("several files of $KUBECONFIG are one: the first current context counts, and files that are not there do not", () => {
  const [one, two] = [file(config("one")), file(config("two"))];
  vi.stubEnv("KUBECONFIG", ["/no/such/file", one, two].join(":"));
  expect(readKubeconfig({}).getCurrentCluster()?.server).toBe("https://one.example");
  expect(readKubeconfig({ context: "two" }).getCurrentCluster()?.server).toBe("https://two.example");
  // The same name again changes nothing.
  vi.stubEnv("KUBECONFIG", [one, two, file(config("two", "https://other.example"))].join(":"));
  expect(readKubeconfig({ context: "two" }).getCurrentCluster()?.server).toBe("https://two.example");
  expect(errorOf(() => readKubeconfig({ context: "twoo" }))).toBe(
    "kubeconfig: The kubeconfig has no context twoo | Did you mean two? It has one, two.",
  );
});

test("none at all", () => {
  const hint = "Name one with --kubeconfig or $KUBECONFIG, or put it where kubectl has it: ~/.kube/config.";
  vi.stubEnv("KUBERNETES_SERVICE_HOST", undefined);
  vi.stubEnv("KUBECONFIG", "/no/such/file");
  expect(errorOf(() => readKubeconfig({}))).toBe(
    `kubeconfig: There is no kubeconfig: $KUBECONFIG names /no/such/file, and there is no such file | ${hint}`,
  );
  vi.stubEnv("KUBECONFIG", "");
  vi.stubEnv("HOME", temporaryFolder());
  expect(errorOf(() => readKubeconfig({}))).toBe(`kubeconfig: There is no kubeconfig | ${hint}`);
});

test("a folder, and what is no kubeconfig", () => {
  const folder = temporaryFolder();
  expect(errorOf(() => readKubeconfig({ kubeconfig: folder }))).toMatch(/^kubeconfig: Kubeconfig \S+ cannot be used: /);
  for (const text of ["", "[]", "null", "7", "clusters: {}", "users: [null]", "contexts: [{ name: 7 }]", "\0\0"]) {
    expect(
      errorOf(() => readKubeconfig({ kubeconfig: file(text) })),
      text,
    ).toMatch(/^kubeconfig: /);
  }
});

test("nothing of a line is told", () => {
  const text = errorOf(() => readKubeconfig({ kubeconfig: file('users: [{ name: x, user: { token: "secret-token\n') }));
  expect(text).toMatch(/cannot be used: .* in line \d+ \|/);
  expect(text).not.toContain("secret-token");
});

test("a server without encryption gets no credentials", () => {
  expect(errorOf(() => readKubeconfig({ kubeconfig: file(config("plain", "http://plain.example")) }))).toBe(
    "kubeconfig: Context plain of the kubeconfig names a server without encryption: http://plain.example | Write https://; for `kubectl proxy` and the like set insecure-skip-tls-verify: true on that cluster.",
  );
});
