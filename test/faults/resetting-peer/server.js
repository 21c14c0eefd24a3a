// Answers one request and resets the connection of the next: a reset where an answer was due.
const net = require("node:net");

let taken = 0;
net
  .createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      if (taken++ % 2 === 0) socket.end("ok\n");
      else socket.resetAndDestroy();
    });
  })
  .listen(7812, () => console.log("READY"));
setTimeout(() => process.exit(), 200_000);
