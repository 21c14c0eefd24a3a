// priceOf is hot, called by renderPage. node [--perf-basic-prof --max-inlined-bytecode-size=0] hot.js SECONDS
function priceOf(item) {
  let total = 0;
  for (let i = 0; i < 20_000; i++) total += Math.sqrt(i * item) % 7;
  return total;
}

function renderPage(item) {
  return priceOf(item) + 1;
}

const end = Date.now() + 1000 * Number(process.argv[2] ?? 60);
let sum = 0;
while (Date.now() < end) sum += renderPage(sum % 10);
