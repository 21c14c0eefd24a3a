// Looks up names outside of the cluster, sixty a second, with a cluster's search list and ndots:5; no cache.
const dns = require("node:dns");
const fs = require("node:fs");

dns.lookup("dns", { family: 4 }, (error, address) => {
  if (error) throw error;
  const search = ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp.example.net"];
  fs.writeFileSync("/etc/resolv.conf", `nameserver ${address}\nsearch ${search.join(" ")}\noptions ndots:5\n`);
  let done = 0;
  setInterval(() => {
    for (const name of ["api.example.com", "db.example.com", "api.example.com"])
      dns.lookup(name, { family: 4 }, (failure) => {
        if (!failure) done += 1;
      });
  }, 50);
  setInterval(() => {
    console.log(`work ${done}`);
    done = 0;
  }, 1000);
  console.log("READY");
  setTimeout(() => process.exit(0), 180_000);
});
