// Healthy: garbage that is collected every few seconds. node --expose-gc sawtooth.js [SECONDS [MIB_PER_SECOND [SECONDS_OF_A_TOOTH]]]
const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 8);
const tooth = Number(process.argv[4] ?? 3);
let batch = [];

function handleRequest() {
  batch.push(Buffer.alloc((rate * 1024 * 1024) / 20, 1));
}

const requests = setInterval(handleRequest, 50);
const collections = setInterval(() => {
  batch = [];
  globalThis.gc();
}, tooth * 1000);
setTimeout(() => {
  clearInterval(requests);
  clearInterval(collections);
}, seconds * 1000);
