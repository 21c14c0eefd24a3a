// Answers, and keeps every socket half open for ever: allowHalfOpen without an end() of its own.
const net = require("node:net");

const kept = [];
net
  .createServer({ allowHalfOpen: true }, (socket) => {
    kept.push(socket);
    socket.on("error", () => {});
    socket.on("data", () => socket.write("ok\n"));
  })
  .listen(7803, () => setTimeout(() => console.log("READY"), 3_000));
setTimeout(() => process.exit(0), 180_000);
