import { version } from "../version.ts";

const words = process.argv.slice(2);

// A reader that goes away (`diag … | head`) is no error.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
  process.stdout.write(`${version}\n`);
} else {
  void run();
}

/** Not awaited above: the single executable is a script, not a module. What goes wrong is thrown at the process. */
async function run(): Promise<void> {
  const { runCli } = await import("./run-cli.ts");
  process.exitCode = await runCli(words);
}
