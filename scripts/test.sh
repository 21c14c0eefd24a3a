#!/bin/sh
# All tests: `npm test`. Installs what they need first, so that it works in a fresh clone on a fresh machine.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

install_npm_packages

want sysstat "mpstat and pidstat, read by the run tests" command -v mpstat
want bpftrace "profiles and histograms in the kernel, without headers" command -v bpftrace
want bpfcc-tools "the BCC variants of the tools" command -v profile-bpfcc
if [ "$(distribution)" = debian ]; then
  # Of any kernel: BCC's profile reads no structure of it.
  want "linux-headers-$(dpkg --print-architecture)" "lets BCC compile in the tests" sh -c 'ls /usr/src/linux-headers-*-common >/dev/null 2>&1'
fi
want libbpf-tools "the CO-RE variants of the tools" find_one runqlat-libbpf runqlat
want "$(perf_package)" "the perf variant of the profile tool" perf --version
want g++ "builds the workloads whose hot function is known" command -v g++
want default-jdk-headless "builds the Java workload" command -v javac
want_cluster
want chromium "opens reports in a real browser" command -v chromium
want shellcheck "checks the shell scripts" command -v shellcheck
install_wanted

trap unmount_kernel EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mount_kernel tracefs /sys/kernel/tracing
mount_kernel debugfs /sys/kernel/debug
mount_kernel bpf /sys/fs/bpf

node scripts/test/run.ts
