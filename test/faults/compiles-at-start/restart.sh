#!/bin/sh
# Starts the server again and again.
echo READY
turn=0
while [ $turn -lt 16 ]; do
  node "$(dirname "$0")/server.js"
  sleep 1
  turn=$((turn + 1))
done
