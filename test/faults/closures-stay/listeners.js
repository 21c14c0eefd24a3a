// Each request adds a listener that is never removed; its closure keeps the request's body.
const { EventEmitter } = require("node:events");
const shutdown = new EventEmitter();
shutdown.setMaxListeners(0);

function handleRequest(number) {
  const body = new Array(1000).fill(number + 0.5);
  shutdown.on("close", () => body.length);
}

console.log("READY");
let handled = 0;
const timer = setInterval(() => {
  handleRequest(handled++);
  if (handled % 50 === 0) console.log("work 50");
  if (handled === 50 * 180) clearInterval(timer);
}, 20);
