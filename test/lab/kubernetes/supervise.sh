#!/bin/sh
# supervise.sh NAME COMMAND…: starts the command again whenever it ended, but not while hold/NAME exists. Its log is
# log/NAME, its pid in pid/NAME.
set -eu
name=$1
shift
cd /lab/state
group=/sys/fs/cgroup/pids/diag-lab/system
[ -d "$group" ] || group=/sys/fs/cgroup/diag-lab/system
echo $$ >"$group/cgroup.procs"
while :; do
  if [ -e "hold/$name" ]; then
    sleep 0.1
    continue
  fi
  "$@" >>"log/$name" 2>&1 </dev/null &
  echo $! >"pid/$name"
  wait $! || true
  rm -f "pid/$name"
  sleep 0.2
done
