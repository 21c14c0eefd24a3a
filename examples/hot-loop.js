// The same service as hot-loop.c where there is no compiler.
// node --perf-basic-prof --max-inlined-bytecode-size=0 hot-loop.js [SECONDS]   names its functions in /tmp/perf-PID.map.

function priceBasket(seed) {
  let sum = seed;
  for (let item = 0; item < 20_000; item++) sum += Math.sqrt(item * seed) % 7;
  return sum;
}

function handleRequest(id) {
  return priceBasket(id) + 1;
}

function serve(end) {
  let total = 0;
  for (let id = 0; Date.now() < end; id++) total += handleRequest(id % 100);
  return total;
}

serve(Date.now() + 1000 * Number(process.argv[2] ?? 120));
