// Uploads 64 KiB at a time over two connections to each of two servers, and waits for the answer to each.
const net = require("node:net");

const body = Buffer.alloc(65_536, "x");
const end = Date.now() + 180_000;
let done = 0;

function upload(host) {
  const socket = net.connect(7811, host, () => socket.write(body));
  socket.setNoDelay(true);
  socket.on("data", () => {
    done++;
    if (Date.now() > end) socket.end();
    else setTimeout(() => socket.write(body), 20);
  });
  socket.on("error", () => setTimeout(() => upload(host), 500));
}

for (const host of ["server", "clean", "server", "clean"]) upload(host);
setTimeout(() => console.log("READY"), 2_000);
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
  if (Date.now() > end) process.exit();
}, 1_000);
