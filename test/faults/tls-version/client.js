// Asks ten times a second over HTTPS, with a setting of years ago: TLS 1.2 at the most.
const https = require("node:https");

const agent = new https.Agent({ keepAlive: true, maxVersion: "TLSv1.2", rejectUnauthorized: false });
const end = Date.now() + 180_000;
let asked = 0;

function ask() {
  if (Date.now() > end) process.exit();
  const again = () => {
    asked++;
    setTimeout(ask, 100);
  };
  https
    .get({ host: "server", port: 7831, agent }, (response) => response.resume().once("end", again))
    .on("error", again);
}

ask();
setTimeout(() => console.log("READY"), 1000);
setInterval(() => {
  console.log(`work ${asked}`);
  asked = 0;
}, 1000);
