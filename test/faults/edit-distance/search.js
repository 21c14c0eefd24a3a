// Each search compares its words with the whole catalogue by their edit distance, on the only thread there is.
const catalogue = Array.from({ length: 400 }, (_, number) => `article-${(number * 7919) % 10_007}-of-many`);

function editDistance(left, right) {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = above[column - 1] + (left[row - 1] === right[column - 1] ? 0 : 1);
      current[column] = Math.min(replaced, above[column] + 1, current[column - 1] + 1);
    }
    above = current;
  }
  return above[right.length];
}

function search(words) {
  return catalogue.reduce((best, one) => Math.min(best, editDistance(words, one)), Number.POSITIVE_INFINITY);
}

console.log("READY");
for (let second = 0, number = 0; second < 180; second++) {
  let searches = 0;
  for (const end = Date.now() + 1000; Date.now() < end; searches++) search(`article ${number++}`);
  console.log(`work ${searches}`);
}
