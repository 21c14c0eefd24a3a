#!/bin/sh
# Sets the limit of the cgroup that it shares with the target, as a slice or a pod would have it, and uses much of it.
set -eu
group=/cgroup/cpu/diag-fault-shop
if [ -e "$group/cpu.cfs_quota_us" ]; then echo 40000 >"$group/cpu.cfs_quota_us"
else echo "40000 100000" >/cgroup/diag-fault-shop/cpu.max; fi
echo READY
end=$(($(date +%s) + 180))
while [ "$(date +%s)" -lt $end ]; do
  index=0
  while [ $index -lt 60000 ]; do index=$((index + 1)); done
done
