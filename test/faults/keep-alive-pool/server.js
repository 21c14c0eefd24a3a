// An HTTP server with keep-alive.
const http = require("node:http");

http
  .createServer({ keepAliveTimeout: 120_000 }, (_, response) => response.end("ok\n"))
  .listen(7809, () => console.log("READY"));
setTimeout(() => process.exit(0), 180_000);
