#!/bin/sh
# The first minute with diag: `npm run try` makes a program that burns one CPU and lets diag find out why.
# Installs what it needs, names it, and may be run again.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

folder=$(mktemp -d)
workload=""

clean_up() {
  if [ "$workload" != "" ]; then kill "$workload" 2>/dev/null || true; fi
  rm -rf "$folder" "/tmp/perf-${workload:-none}.map"
  unmount_kernel
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_npm_packages
want sysstat "mpstat and pidstat: CPU time by CPU and by process" command -v mpstat
want bpftrace "stacks and run-queue latency, measured in the kernel" command -v bpftrace
want "$(perf_package)" "stacks where the kernel has no BTF for bpftrace" perf --version
install_wanted
mount_kernel tracefs /sys/kernel/tracing
mount_kernel debugfs /sys/kernel/debug
mount_kernel bpf /sys/fs/bpf
# Always: what stands in dist may be older than the sources.
npm run --silent build

# Ends by itself, whatever happens to this script.
if cc -O1 -g -fno-omit-frame-pointer -o "$folder/hot-loop" examples/hot-loop.c 2>/dev/null; then
  source=examples/hot-loop.c
  "$folder/hot-loop" 120 &
else
  source=examples/hot-loop.js
  node --perf-basic-prof --max-inlined-bytecode-size=0 examples/hot-loop.js 120 &
fi
workload=$!
say "" "started $source as process $workload: it keeps one CPU busy for at most 120 s"
sleep 1

set -- run cpu-hot --pid "$workload" --param duration=5s
status=0
if [ "$(id -u)" = 0 ]; then
  say "\$ diag $*" ""
  node bin/diag.js "$@" || status=$?
elif as_root true 2>/dev/null; then
  say "\$ sudo diag $*" ""
  as_root "$PWD/node_modules/.bin/node" bin/diag.js "$@" || status=$?
else
  say "Neither root nor sudo: diag can measure less, and says what." "\$ diag $*" ""
  node bin/diag.js "$@" || status=$?
fi

# 3: a finding, which is the point here. 4: incomplete, and the report says what is missing.
case $status in
  0 | 3 | 4) ;;
  *) exit "$status" ;;
esac

sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo "
say "" "Next:" \
  "  ${sudo}node bin/diag.js run cpu-hot --pid PID     the same for a process of yours" \
  "  node bin/diag.js plan cpu-hot --pid PID    what that would run, need and cost" \
  "  ${sudo}node bin/diag.js doctor                    which tools work on this machine, and how to mend the others"
