// Orders come every 50 ms and take some CPU each; its own container has no limit.
function priceOrder(size) {
  let sum = 1;
  for (let index = 0; index < size; index++) sum = (Math.imul(sum, 31) + index) | 0;
  return sum;
}
let size = 100_000;
for (let attempt = 0; attempt < 20; attempt++) priceOrder(size);
const start = process.hrtime.bigint();
for (let attempt = 0; attempt < 10; attempt++) priceOrder(size);
size = Math.max(size, Math.round((size * 10 * 15e6) / Number(process.hrtime.bigint() - start)));
console.log("READY");
let done = 0;
setInterval(() => {
  priceOrder(size);
  done++;
}, 50);
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
}, 1000);
setTimeout(() => process.exit(0), 180_000);
