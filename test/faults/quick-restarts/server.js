// Listens at once, and connects to what is not there without waiting for it.
const http = require("node:http");
const net = require("node:net");

http.createServer((_request, response) => response.end("page\n")).listen(8080, "127.0.0.1");
net.connect(4317, "127.0.0.1").on("error", () => {});
setTimeout(() => process.exit(0), 3_500);
