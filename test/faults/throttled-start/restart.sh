#!/bin/sh
# Starts the server again and again: each start is the same work.
echo READY
turn=0
while [ $turn -lt 15 ]; do
  python3 "$(dirname "$0")/server.py"
  sleep 1
  turn=$((turn + 1))
done
