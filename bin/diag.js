#!/usr/bin/env node
// Starts dist/main.js on a Node that can run it. Old syntax: any Node must be able to read this file and say what it lacks.
"use strict";

var fs = require("fs");
var path = require("path");

var root = path.join(__dirname, "..");
var entry = path.join(root, "dist", "main.js");

if (isCurrent(process.versions.node)) start();
else restart(path.join(root, "node_modules", ".bin", "node"));

function isCurrent(version) {
  var parts = version.split(".");
  return Number(parts[0]) > 22 || (Number(parts[0]) === 22 && Number(parts[1]) >= 18);
}

function start() {
  // Who can write the cache can make diag run what they like, often as root: so it is never in /tmp, and it is used
  // only by the owner of the program itself.
  var cache = path.join(root, "dist", "compile-cache");
  try {
    if (fs.statSync(path.dirname(cache)).uid === process.getuid()) require("module").enableCompileCache(cache);
  } catch (_) {
    // Without a cache the start is a little slower. What is really missing, the import below says.
  }
  import("../dist/main.js").catch(function (error) {
    if (fs.existsSync(entry)) throw error;
    stop("not-built", "There is no " + entry, "In a clone run `npm ci`, or `npm run build` after a change.");
  });
}

// A clone brings a current Node with it, as a development dependency.
function restart(node) {
  var version = fs.existsSync(node) && String(require("child_process").spawnSync(node, ["-v"]).stdout).slice(1);
  if (!version || !isCurrent(version)) {
    stop(
      "old-node",
      "diag needs Node.js 22.18 or newer\n  this is " + process.versions.node + ", " + process.execPath,
      "Install a current Node.js; in a clone run `npm ci` once: it brings one, which diag then uses by itself.",
    );
  }
  var args = process.execArgv.concat(__filename, process.argv.slice(2));
  if (process.execve) process.execve(node, [node].concat(args), process.env);

  var child = require("child_process").spawn(node, args, { stdio: "inherit" });
  var atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"].forEach(function (signal) {
    process.on(signal, function () {
      // A terminal sends the signals of its keys to both, and twice would mean "leave at once".
      if (!atTerminal || signal === "SIGTERM") child.kill(signal);
    });
  });
  child.on("error", function (error) {
    stop("old-node", node + " cannot be started: " + error.message, "Run `npm ci` again in " + root + ".");
  });
  child.on("exit", function (code, signal) {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function stop(code, what, hint) {
  process.stderr.write("error " + code + ": " + what + "\n  " + hint + "\n");
  process.exit(2);
}
