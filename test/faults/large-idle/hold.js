// Holds two thirds of its container's memory and does next to nothing: large is not ill.
const held = [];
for (let i = 0; i < 100; i++) held.push(Buffer.alloc(1 << 20, i + 1));
setTimeout(() => console.log("READY"), 2_000);
setInterval(() => console.log(`work ${held.length}`), 1_000);
setTimeout(() => process.exit(0), 180_000);
