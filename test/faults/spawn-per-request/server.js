// A server that starts a program for each request, to format a date: the start is all of the work.
const { execFile } = require("node:child_process");
const http = require("node:http");

const end = Date.now() + 180_000;
let done = 0;

const server = http.createServer((_request, response) => {
  execFile("date", ["-u", "+%FT%TZ"], (_error, stdout) => response.end(stdout));
});

function ask() {
  if (Date.now() > end) process.exit(0);
  http
    .get({ port: server.address().port, agent: false }, (response) => {
      response.resume();
      response.on("end", () => {
        done++;
        setTimeout(ask, 10);
      });
    })
    .on("error", () => setTimeout(ask, 100));
}

server.listen(0, "127.0.0.1", () => {
  console.log("READY");
  ask();
});
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
}, 1000);
