// Makes lists of small objects all the time, and keeps the last twenty of them. node churn.js SECONDS
const kept = [];

function makeRows(number) {
  kept.push(Array.from({ length: 2000 }, (_, index) => ({ index, number, next: { index } })));
  if (kept.length > 20) kept.shift();
}

const end = Date.now() + 1000 * Number(process.argv[2]);
(function turn() {
  for (let i = 0; i < 20; i++) makeRows(i);
  if (Date.now() < end) setImmediate(turn);
})();
