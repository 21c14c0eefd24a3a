#!/bin/sh
# Starts the entry point again and again.
echo READY
turn=0
while [ $turn -lt 14 ]; do
  sh "$(dirname "$0")/entrypoint.sh"
  sleep 1
  turn=$((turn + 1))
done
