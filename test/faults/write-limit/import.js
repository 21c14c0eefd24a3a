// Imports rows in batches of 64 KiB, each of which is on the disk before the next one.
const fs = require("node:fs");

const file = fs.openSync(process.argv[2], "w");
const batch = Buffer.alloc(64 << 10, "row\n");
const end = Date.now() + 180_000;
let second = Date.now();
let done = 0;

function importBatch(position) {
  fs.writeSync(file, batch, 0, batch.length, position);
  fs.fdatasyncSync(file);
  done += 1;
}

console.log("READY");
for (let position = 0; Date.now() < end; position = (position + batch.length) % (16 << 20)) {
  importBatch(position);
  if (Date.now() < second + 1_000) continue;
  console.log(`work ${done}`);
  done = 0;
  second = Date.now();
}
