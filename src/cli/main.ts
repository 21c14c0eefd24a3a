import { version } from "../version.ts";

const words = process.argv.slice(2);

// A reader that goes away (`diag … | head`) is no error.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  // No top-level await: the single executable is a script, not a module.
  import("./run-cli.ts").then(async ({ runCli }) => {
    process.exitCode = await runCli(words);
  });
}
