#!/bin/sh
# Debian's kernels under software emulation: `npm run test:kernels [-- NAME…]`. Installs what it takes first.
set -eu
cd "$(dirname "$0")/.."
. scripts/setup.sh

install_npm_packages

want qemu-system-x86 "boots the kernels" command -v qemu-system-x86_64
want mmdebstrap "makes the system that they boot" command -v mmdebstrap
want e2fsprogs "makes its disks" command -v mkfs.ext4
want gcc "builds the workloads" command -v gcc
install_wanted

npm run --silent build
exec node test/kernels/run.ts "$@"
