#!/bin/sh
# Sets the limit of the cgroup that it shares with the target, as a slice would have it, and takes most of it in small parts.
set -eu
group=/cgroup/memory/diag-fault-batch
if [ -e "$group/memory.limit_in_bytes" ]; then echo 96M >"$group/memory.limit_in_bytes"
else echo 96M >/cgroup/diag-fault-batch/memory.max; fi
for part in 1 2 3; do
  python3 -c 'import os, time; held = os.urandom(12 << 20); time.sleep(180)' &
done
sleep 2
echo READY
wait
