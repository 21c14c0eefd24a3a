#!/usr/bin/env node
// diag as a plugin of kubectl: `kubectl diag run …`. kubectl looks for programs with this name's start on the PATH.
"use strict";

process.env.DIAG_COMMAND = "kubectl diag";
require("./diag.js");
