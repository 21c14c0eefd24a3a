// Keeps every session in a Map. Its heap may be larger than its container: V8 does not collect in time, the kernel kills.
const sessions = new Map();
let count = 0;
const end = Date.now() + 180_000;
setInterval(() => {
  if (Date.now() > end) process.exit(0);
  for (let i = 0; i < 400; i++) sessions.set(count++, { user: `user-${count}`, cart: new Array(60).fill(count) });
}, 20);
