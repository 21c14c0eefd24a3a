// Starts the shop again and again, each time with a database that is there 6 s later.
const { spawn } = require("node:child_process");
const net = require("node:net");
const path = require("node:path");

const end = Date.now() + 180_000;

function turn() {
  if (Date.now() > end) process.exit(0);
  const database = net.createServer((socket) => socket.on("error", () => {}).end("ready\n"));
  const later = setTimeout(() => database.listen(5432, "127.0.0.1"), 6_000);
  const shop = spawn(process.execPath, [path.join(__dirname, "shop.js")], { stdio: "inherit" });
  shop.once("exit", () => {
    clearTimeout(later);
    database.close(() => setTimeout(turn, 1_000));
  });
}

console.log("READY");
turn();
