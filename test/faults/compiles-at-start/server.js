// Compiles templates before it listens: 6 s of CPU time, whatever the machine.
const http = require("node:http");

const cpuSeconds = () => process.cpuUsage().user / 1e6;

function compileTemplates() {
  const compiled = new Map();
  for (let turn = 0; cpuSeconds() < 6; turn++) {
    const source = `return ${Array.from({ length: 200 }, (_, line) => `"line ${line} of ${turn % 500}"`).join("+")}`;
    compiled.set(turn % 500, new Function("data", source));
  }
  return compiled;
}

compileTemplates();
http.createServer((_request, response) => response.end("page\n")).listen(8080, "127.0.0.1");
setTimeout(() => process.exit(0), 2_000);
