// A renderer that starts a program for each page, and waits for it.
const { spawnSync } = require("node:child_process");

const end = Date.now() + 180_000;
let done = 0;
let since = Date.now();
console.log("READY");

function renderPage() {
  spawnSync("sleep", ["0.2"]);
  done++;
  if (Date.now() - since >= 1000) {
    console.log(`work ${done}`);
    done = 0;
    since = Date.now();
  }
  if (Date.now() < end) setImmediate(renderPage);
}

renderPage();
