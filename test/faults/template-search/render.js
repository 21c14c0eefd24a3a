// Renders pages, and searches each one's template in all folders of a theme and its parents: most of them do not have it.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const root = fs.mkdtempSync(path.join(os.tmpdir(), "themes-"));
const folders = Array.from({ length: 40 }, (_, index) => path.join(root, `theme-${index}`, "templates"));
fs.mkdirSync(folders[39], { recursive: true });
fs.writeFileSync(path.join(folders[39], "page.html"), "<p>page</p>");

function findTemplate(name) {
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

const end = Date.now() + 180_000;
let done = 0;
let since = Date.now();

function renderSome() {
  for (let turn = 0; turn < 50; turn++) {
    findTemplate("page.html");
    done++;
  }
  const now = Date.now();
  if (now - since >= 1000) {
    console.log(`work ${done}`);
    done = 0;
    since = now;
  }
  if (now < end) setImmediate(renderSome);
  else fs.rmSync(root, { recursive: true });
}

console.log("READY");
renderSome();
