// Connects to its database first, with pauses that double, and listens when it has.
const http = require("node:http");
const net = require("node:net");

function connect(pause) {
  const socket = net.connect(5432, "127.0.0.1");
  socket.once("connect", () => {
    socket.destroy();
    http.createServer((_request, response) => response.end("shop\n")).listen(8080, "127.0.0.1");
    setTimeout(() => process.exit(0), 3_000);
  });
  socket.once("error", () => setTimeout(connect, pause, Math.min(4_000, 2 * pause)));
}

connect(500);
