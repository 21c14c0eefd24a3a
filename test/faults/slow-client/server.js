// Answers each line at once.
require("node:net")
  .createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => socket.write("ok\n"));
  })
  .listen(7811, () => console.log("READY"));
setTimeout(() => process.exit(0), 180_000);
