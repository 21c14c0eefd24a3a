#!/bin/sh
# An entrypoint that starts its program again.
end=$(($(date +%s) + 180))
runs=0
while [ "$(date +%s)" -lt "$end" ]; do
  node --max-old-space-size=1024 /srv/faults/oom-node-heap/app.js
  [ $? -eq 137 ] && runs=$((runs + 1))
  [ "$runs" -eq 1 ] && echo READY
  sleep 1
done
