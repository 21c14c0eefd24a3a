#!/bin/sh
# Deploys often: starts the server again every four seconds.
echo READY
turn=0
while [ $turn -lt 40 ]; do
  node "$(dirname "$0")/server.js"
  echo work 1
  sleep 0.5
  turn=$((turn + 1))
done
