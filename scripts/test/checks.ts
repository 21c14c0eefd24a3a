/** Checks of the whole repository. Each counts as one test. */
export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Why it could not be made here, told from what the failed command printed. */
  skip?(output: string): string | undefined;
}

export const checks: readonly Check[] = [
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  { name: "types", command: ["tsc"] },
  { name: "format, lint and import order of every file", command: ["npm", "run", "--silent", "lint"] },
  { name: "no unused file, export or dependency", command: ["knip", "--no-progress"] },
  {
    name: "no known vulnerability in a dependency",
    command: ["npm", "audit", "--omit=dev", "--audit-level=low"],
    skip: (output) =>
      /audit endpoint|ENOAUDIT|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|E4\d\d|E5\d\d/.test(output)
        ? "the registry at hand answers no audit"
        : undefined,
  },
  {
    name: "shell scripts",
    command: [
      "shellcheck",
      "--external-sources",
      "scripts/setup.sh",
      "scripts/test.sh",
      "scripts/try.sh",
      "scripts/try-kubernetes.sh",
      ".ci/run",
    ],
    skip: (output) => (output.includes("ENOENT") ? "shellcheck is not installed" : undefined),
  },
];
