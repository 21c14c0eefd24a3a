// Reads and parses its settings for each request, so that a change takes effect at once.
const fs = require("node:fs");

const path = process.argv[2] ?? "/var/tmp/settings.json";
const routes = Array.from({ length: 9_000 }, (_, id) => ({
  id,
  path: `/v1/items/${id}`,
  backend: `shop-${id % 17}:8080`,
  retries: 3,
}));
fs.writeFileSync(path, JSON.stringify({ routes }));

const end = Date.now() + 180_000;
let done = 0;

function backendOf(id) {
  const settings = JSON.parse(fs.readFileSync(path, "utf8"));
  return settings.routes[id].backend;
}

function serve() {
  if (Date.now() > end) process.exit(0);
  backendOf(done % 9_000);
  done += 1;
  setTimeout(serve, 1);
}

console.log("READY");
serve();
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
}, 1000);
