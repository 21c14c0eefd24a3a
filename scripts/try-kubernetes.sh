#!/bin/sh
# The first minutes with diag and a cluster: `npm run try:kubernetes` starts one on this machine, with a program in it that
# leaks memory, and says what to type next. Installs what it needs, names it, and may be run again.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

trap unmount_kernel EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_npm_packages
want_cluster
install_wanted
mount_kernel tracefs /sys/kernel/tracing
mount_kernel debugfs /sys/kernel/debug
mount_kernel bpf /sys/fs/bpf
npm run --silent build

# Ctrl-C is for the cluster, which is removed before this goes on.
trap : INT
if [ "$(id -u)" = 0 ]; then
  node scripts/try-kubernetes.ts
else
  as_root env "PATH=$PATH" "$PWD/node_modules/.bin/node" scripts/try-kubernetes.ts
fi
