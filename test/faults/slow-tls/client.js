// Four workers that open a connection for each request, and use no session again.
const https = require("node:https");

const agent = new https.Agent({ keepAlive: false, maxCachedSessions: 0, rejectUnauthorized: false });
const end = Date.now() + 180_000;
let done = 0;

function ask() {
  if (Date.now() > end) process.exit();
  https
    .get({ host: "server", port: 7832, agent }, (response) => {
      response.resume().once("end", () => {
        done++;
        setTimeout(ask, 50);
      });
    })
    .on("error", () => setTimeout(ask, 500));
}

for (let worker = 0; worker < 4; worker++) ask();
setTimeout(() => console.log("READY"), 1000);
setInterval(() => {
  console.log(`work ${done}`);
  done = 0;
}, 1000);
