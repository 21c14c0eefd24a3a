// Builds each page of objects that live as long as the next fifty pages, in a young generation of 1 MiB: what is alive is copied again and again.
const end = Date.now() + 180_000;
const recent = [];
let pages = 0;

function buildPage(number) {
  const rows = [];
  for (let row = 0; row < 300; row++)
    rows.push({ row, page: number, cells: [row, number, row + number], next: { row } });
  recent.push(rows);
  if (recent.length > 50) recent.shift();
  return rows.length;
}

console.log("READY");
let second = Date.now() + 1000;
(function turn() {
  for (let i = 0; i < 20; i++) pages += buildPage(i) > 0 ? 1 : 0;
  if (Date.now() >= second) {
    console.log(`work ${pages}`);
    pages = 0;
    second += 1000;
  }
  if (Date.now() < end) setImmediate(turn);
})();
