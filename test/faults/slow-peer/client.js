// Asks over one connection, again as soon as it has the answer.
const net = require("node:net");

let done = 0;
const socket = net.connect(7808, "server", () => {
  socket.setNoDelay(true);
  socket.write("GET /\n");
  console.log("READY");
});
socket.on("data", () => {
  done += 1;
  socket.write("GET /\n");
});
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
}, 1_000);
setTimeout(() => process.exit(0), 180_000);
