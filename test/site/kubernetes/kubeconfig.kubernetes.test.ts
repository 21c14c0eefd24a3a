import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lab, needsKubernetes } from "../../lab/kubernetes/lab.ts";
import { execKubeconfig, tokenKubeconfig, tokens } from "../../lab/kubernetes/users.ts";
import { nothingLeft, startPlace } from "./interrupted-run.ts";
import { answered, refusal, runDiag, tinyPlaybook } from "./refused-run.ts";

const { cluster } = lab;
const [node = ""] = cluster.nodes;
const apiVersion = "client.authentication.k8s.io/v1";
const whereToGetOne = "Name one with --kubeconfig or $KUBECONFIG, or put it where kubectl has it: ~/.kube/config.";

describe.skipIf(lab.why !== undefined)(`kubeconfigs ${needsKubernetes}`, () => {
  let place: Awaited<ReturnType<typeof startPlace>>;
  let playbook: string;
  /** The administrator's, as data. */
  let admin: { clusters: [{ name: string; cluster: Record<string, unknown> }]; users: object[]; contexts: object[] };
  let server: unknown;
  const servers: { close(): void }[] = [];

  beforeAll(async () => {
    place = await startPlace("kubeconfigs");
    playbook = tinyPlaybook(place);
    admin = JSON.parse(await cluster.kubectl("config", "view", "--raw", "--minify", "--flatten", "--output=json"));
    server = admin.clusters[0].cluster["server"];
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await place?.[Symbol.asyncDispose]();
  });

  let count = 0;
  const write = (config: object | string): string => {
    const folder = join(place.folder, `config-${++count}`);
    mkdirSync(folder);
    const file = join(folder, "kubeconfig");
    writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config));
    return file;
  };
  /** The administrator's cluster, otherwise reached. */
  const withCluster = (changes: object, user?: object) => {
    const [{ name, cluster: place }] = admin.clusters;
    const [{ name: userName }] = admin.users as [{ name: string }];
    const users = user === undefined ? admin.users : [{ name: userName, user }];
    return write({ ...admin, users, clusters: [{ name, cluster: { ...place, ...changes } }] });
  };
  const secrets = ["broken-secret-token", "c2VjcmV0LWtleS1kYXRh", "secret-of-mine", "secret-of-proxy"];
  const run = (kubeconfig: string, ...words: string[]) =>
    runDiag(["run", playbook, "--node", node, ...words], place, {
      kubeconfig,
      secrets: [
        ...secrets,
        ...Object.values(tokens).flatMap((token) => [token, Buffer.from(token).toString("base64")]),
      ],
    });
  const listening = async (server: Server | ReturnType<typeof createTcpServer>) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  const http = (listener: RequestListener) => listening(createServer(listener));
  const plain = (url: string, user: object = {}) =>
    withCluster({ server: url, "certificate-authority-data": undefined, "insecure-skip-tls-verify": true }, user);

  const plugin = (script: string, more: object = {}) => {
    const command = join(place.folder, `plugin-${++count}`);
    writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return {
      command,
      kubeconfig: withCluster({}, { exec: { apiVersion, command, interactiveMode: "Never", ...more } }),
    };
  };
  const credential = (token: string, more = "") =>
    `echo '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"token":"${token}"${more}}}'`;
  const unusable = (message: string, hint: string) => ({ ...refusal(`kubeconfig: ${message}`, hint), exitCode: 2 });

  test.concurrent("that are not there", async () => {
    const file = join(place.folder, "none");
    expect(await run(file)).toMatchObject(
      unusable(`There is no kubeconfig: $KUBECONFIG names ${file}, and there is no such file`, whereToGetOne),
    );
    expect(await run(lab.env.KUBECONFIG, "--kubeconfig", file)).toMatchObject(
      unusable(`Kubeconfig ${file} cannot be used: there is no such file`, whereToGetOne),
    );
  });

  test.concurrent("that are broken: the place is told, and nothing of the line", async () => {
    const secret = "client-key-data: c2VjcmV0LWtleS1kYXRh";
    const file = write(`users:\n- name: x\n  user: { token: "broken-secret-token\n    ${secret}\n`);
    expect(await run(file)).toMatchObject(
      unusable(`Kubeconfig ${file} cannot be used: deficient indentation in line 5`, whereToGetOne),
    );
    expect(await run(write("an older file: [\n"))).toMatchObject({ exitCode: 2, stdout: "", leaked: [] });
    expect(await run(write("users: broken-secret-token"))).toMatchObject(
      unusable("The kubeconfig has no current context", "Name one with --context. It has none."),
    );
  });

  test.concurrent("with several contexts: the current one, or the one that is named", async () => {
    const [{ name }] = admin.contexts as [{ name: string }];
    const gone = { name: "gone", context: { cluster: "gone", user: "gone" } };
    const several = { ...admin, "current-context": "gone", contexts: [...admin.contexts, gone] };
    expect(await run(write(several))).toMatchObject(
      unusable(
        "Context gone of the kubeconfig names no cluster that it knows",
        "Get the kubeconfig anew, or name another context with --context.",
      ),
    );
    expect(await run(write(several), "--context", `${name}s`)).toMatchObject(
      unusable(`The kubeconfig has no context ${name}s`, `Did you mean ${name}? It has ${name}, gone.`),
    );
    expect(await run(write({ ...several, "current-context": undefined }))).toMatchObject(
      unusable("The kubeconfig has no current context", `Name one with --context. It has ${name}, gone.`),
    );
    expect(await run(write(several), "--context", name)).toMatchObject(answered);
  });

  test.concurrent("with a token that has expired", async () => {
    using expired = await tokenKubeconfig(cluster, "lab-token-expired");
    expect(await run(expired.path)).toMatchObject(
      refusal(
        `cluster-unauthorized: The cluster does not know you: it refused to get node ${node}`,
        "The token or certificate of the kubeconfig may have expired: log in again; `kubectl auth whoami` tells.",
      ),
    );
  });

  test.concurrent("with a plugin, whose token expires and is renewed", async () => {
    const state = join(place.folder, "asked");
    const { kubeconfig } = plugin(
      `echo x >>${state}; if [ "$(wc -l <${state})" -eq 1 ]; then ${credential("lab-token-stale")}; else ${credential(tokens.admin)}; fi`,
    );
    expect(await run(kubeconfig)).toMatchObject(answered);
    expect(readFileSync(state, "utf8")).toBe("x\nx\n");
    const past = `,"expirationTimestamp":"2020-01-01T00:00:00Z"`;
    expect(await run(plugin(credential(tokens.admin, past)).kubeconfig)).toMatchObject(answered);
  });

  test.concurrent("with a plugin that fails", async () => {
    const again = "Log in again; `kubectl auth whoami` shows the same trouble.";
    const no = (why: string) => `cluster-unauthorized: No credentials for ${server}: ${why}`;
    using failing = await execKubeconfig(cluster, {
      token: tokens.admin,
      failure: "the session has ended; token=secret-of-mine",
    });
    expect(await run(failing.path)).toMatchObject(refusal(no("the session has ended; token=[removed]"), again));
    const silent = plugin("exit 3");
    expect(await run(silent.kubeconfig)).toMatchObject(
      refusal(no(`the kubeconfig's plugin ${silent.command} failed and said nothing`), again),
    );
    const garbage = plugin(`echo ${tokens.admin}`);
    expect(await run(garbage.kubeconfig)).toMatchObject(
      refusal(no(`the kubeconfig's plugin ${garbage.command} printed no ExecCredential`), again),
    );
    const absent = { command: "/no/such/plugin", installHint: "The platform team has it." };
    expect(await run(plugin("", absent).kubeconfig)).toMatchObject(
      refusal(no("the kubeconfig's plugin /no/such/plugin is not installed"), "The platform team has it."),
    );
  });

  test.concurrent("with another certificate authority: told at once", async () => {
    const [key, certificate] = [join(place.folder, "other.key"), join(place.folder, "other.crt")];
    const made = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-keyout", key, "-out", certificate];
    await execa("openssl", ["req", "-x509", ...made]);
    const ran = await run(withCluster({ "certificate-authority-data": readFileSync(certificate, "base64") }));
    expect(ran).toMatchObject(
      refusal(
        `cluster-unreachable: The cluster at ${server} does not answer: unable to verify the first certificate`,
        "Its certificate is not the one that the kubeconfig trusts: get the kubeconfig anew, or see what stands between.",
      ),
    );
  });

  test("with a server that is not there: told within seconds", async () => {
    const hint = "Check the network or VPN, and that `--context` and `--kubeconfig` name the right cluster.";
    // A port that nobody has any more.
    const server = createTcpServer();
    const port = await listening(server);
    server.close();
    const ran = await run(withCluster({ server: `https://127.0.0.1:${port}` }));
    expect(ran).toMatchObject(
      refusal(
        `cluster-unreachable: The cluster at https://127.0.0.1:${port} does not answer: connect ECONNREFUSED 127.0.0.1:${port}`,
        hint,
      ),
    );
    // Its patience is five seconds; that of a run which goes on is ninety.
    expect(ran.seconds).toBeLessThan(30);
    expect(await run(withCluster({ server: "https://no-such-host.invalid" }))).toMatchObject(
      refusal(
        "cluster-unreachable: The cluster at https://no-such-host.invalid does not answer: getaddrinfo ENOTFOUND no-such-host.invalid",
        hint,
      ),
    );
  });

  test.concurrent("with a server that is something else", async () => {
    const url = `http://127.0.0.1:${await http((_, response) => response.end("<html>Please log in</html>"))}`;
    expect(await run(withCluster({ server: url }))).toMatchObject(
      unusable(
        `Context ${(admin.contexts as [{ name: string }])[0].name} of the kubeconfig names a server without encryption: ${url}`,
        "Write https://; for `kubectl proxy` and the like set insecure-skip-tls-verify: true on that cluster.",
      ),
    );
    expect(await run(plain(url))).toMatchObject(
      refusal(
        `cluster-failed: The cluster's answer is no JSON (it was asked to get node ${node})`,
        "Something else may answer at that address: a proxy, a login page. Check `--context` and the proxy's settings.",
      ),
    );
    const echo = await http((request, response) =>
      response.writeHead(500).end(`you sent ${request.headers.authorization}`),
    );
    expect(await run(plain(`http://127.0.0.1:${echo}`, { token: tokens.admin }))).toMatchObject(
      refusal(
        `cluster-failed: The cluster could not get node ${node}: you sent [removed]`,
        "The API server is in trouble; try again in a while.",
      ),
    );
  });

  test.concurrent("with a proxy: all goes through it", async () => {
    let tunnels = 0;
    const proxy = createServer().on("connect", (request, socket, head) => {
      tunnels++;
      const { hostname, port } = new URL(`http://${request.url}`);
      const there = connect(Number(port), hostname, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        there.write(head);
        there.pipe(socket).pipe(there);
      });
      there.on("error", () => socket.destroy());
      socket.on("error", () => there.destroy());
    });
    const port = await listening(proxy);
    expect(await run(withCluster({ "proxy-url": `http://127.0.0.1:${port}` }))).toMatchObject(answered);
    // Requests, and the exec's web socket.
    expect(tunnels).toBeGreaterThan(1);
    const dead = await run(withCluster({ "proxy-url": "http://user:secret-of-proxy@127.0.0.1:9" }));
    expect(dead).toMatchObject({ exitCode: 5, stdout: "", leaked: [] });
    expect(dead.error).toMatch(/^error cluster-unreachable: The cluster at \S+ does not answer: .*127\.0\.0\.1:9/);
  });

  test("of all that nothing is left", async () => {
    expect(await nothingLeft(place.namespace)).toEqual([]);
  });
});
