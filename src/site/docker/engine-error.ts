import { DiagError, type ErrorCode } from "../../errors.ts";

interface Known {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly message: (engine: string, said: string) => string;
  readonly hint: string;
}

/** What Docker and Podman say on stderr, in the words of their sources. */
const known: readonly Known[] = [
  {
    pattern: /permission denied while trying to connect|connect: permission denied/i,
    code: "engine-forbidden",
    message: (engine) => `You may not use ${engine}: its socket refuses you`,
    hint: "Run diag with sudo, or have yourself added to the group docker.",
  },
  {
    pattern:
      /Cannot connect to the (Docker daemon|Podman)|is the docker daemon running|unable to connect to Podman|error during connect|failed to connect/i,
    code: "engine-unreachable",
    message: (engine, said) => `${engine} does not answer: ${said}`,
    hint: "Start it (systemctl start docker), or name another one with --docker-host or --context.",
  },
  {
    pattern: /context .* (not found|does not exist)|context not found|connection .* not found/i,
    code: "engine-unreachable",
    message: (_, said) => said,
    hint: "`docker context ls` lists the contexts.",
  },
];

/** One clear error from what an engine's command said. */
export function engineError(engine: string, words: readonly string[], stderr: string): DiagError {
  const said = lastLine(stderr);
  const found = known.find(({ pattern }) => pattern.test(stderr));
  if (found !== undefined) return new DiagError(found.code, found.message(engine, said), { hint: found.hint });
  const what = words.filter((word) => !word.startsWith("-")).slice(0, 1);
  return new DiagError("engine-failed", `${[engine, ...what].join(" ")} failed: ${said}`, {
    hint: `Try it by hand; \`diag plan\` prints the whole command.`,
  });
}

/** Something else answers to the engine's name, or a version that speaks another way. */
export function unreadableAnswer(engine: string, what: string): DiagError {
  return new DiagError("engine-failed", `${engine} ${what} inspect answered with something that diag cannot read`, {
    hint: "Is it Docker or Podman? Try it by hand; `diag plan` prints the whole command.",
  });
}

function lastLine(stderr: string): string {
  const line =
    stderr
      .trim()
      .split("\n")
      .findLast((one) => one.trim() !== "" && !/^(See|Run) '/.test(one)) ?? "";
  return line.replace(/^(Error response from daemon|Error|docker|ERROR): */g, "").slice(0, 300) || "it said nothing";
}
