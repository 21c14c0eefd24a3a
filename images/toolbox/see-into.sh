#!/bin/sh
# Stands in PATH before the libbpf-tools of its name, and runs them so that they read symbols where the target's files
# are: in the mount namespace of the first process that -p names.
pids=""
previous=""
for word in "$@"; do
  [ "$previous" = -p ] && pids=$word
  previous=$word
done
pid=${pids%%,*}
[ "$pid" = "" ] || export TARGET_ROOT="/proc/$pid/root" LD_PRELOAD=/usr/local/lib/container-root.so
exec "/usr/sbin/${0##*/}" "$@"
