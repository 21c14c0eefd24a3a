// Remembers every order: node leak.js [SECONDS [KIB_PER_SECOND]]
const requestsPerSecond = 50;
const orders = new Map();

function rememberOrder(number, size) {
  const note = Array.from({ length: size / 8 }, (_, i) => number + i / 2);
  orders.set(number, { number, note });
}

function priceOf(number) {
  const lines = Array.from({ length: 20 }, (_, line) => ({ sku: `${number}-${line}`, price: line * 3 }));
  return lines.reduce((sum, { price }) => sum + price, 0);
}

function handleRequest(number, size) {
  rememberOrder(number, size);
  return priceOf(number);
}

const seconds = Number(process.argv[2] ?? 600);
const rate = Number(process.argv[3] ?? 50);
let number = 0;
const timer = setInterval(
  () => handleRequest(number++, Math.floor((rate * 1024) / requestsPerSecond)),
  1000 / requestsPerSecond,
);
setTimeout(() => clearInterval(timer), seconds * 1000);
