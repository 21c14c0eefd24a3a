// Makes garbage all the time, which the collector takes away again: memory goes up and down.
let kept = [];

function readFeed(number) {
  kept.push(Array.from({ length: 2000 }, (_, index) => ({ index, text: `entry ${number}-${index}` })));
  if (kept.length > 5) kept = [];
}

console.log("READY");
let read = 0;
const timer = setInterval(() => {
  readFeed(read++);
  if (read % 50 === 0) console.log("work 50");
  if (read === 50 * 180) clearInterval(timer);
}, 20);
