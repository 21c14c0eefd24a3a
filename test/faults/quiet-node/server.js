// A server with little to do: one request of its own a second.
const http = require("node:http");

const server = http.createServer((_request, response) => response.end("ok"));
server.listen(8080, "127.0.0.1", () => console.log("READY"));
const timer = setInterval(
  () => http.get("http://127.0.0.1:8080/", (response) => response.resume().on("end", () => console.log("work 1"))),
  1000,
);
setTimeout(() => {
  clearInterval(timer);
  server.close();
}, 180_000);
