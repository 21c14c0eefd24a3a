#!/bin/sh
# Ends every process of a cluster of the lab, and removes its cgroups and its cable.
set -eu

# end_processes PATTERN: of the cgroups whose path matches.
end_processes() {
  for _ in $(seq 100); do
    processes=$(find /sys/fs/cgroup -path "$1" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u)
    [ "$processes" = "" ] && return
    # shellcheck disable=SC2086 # a list of numbers
    kill -9 $processes 2>/dev/null || true
    sleep 0.05
  done
}

# Its supervisors first: they would start again what ends.
end_processes "*/diag-lab/system/*"
end_processes "*/diag-lab/*"
find /sys/fs/cgroup -depth -type d -path "*/diag-lab*" -exec rmdir {} \; 2>/dev/null || true
ip link delete diag-lab0 2>/dev/null || true
