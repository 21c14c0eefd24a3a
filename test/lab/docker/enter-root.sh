#!/bin/sh
# enter-root.sh FOLDER DATA COMMAND…: runs a command with FOLDER as the real root of the mount namespace that this is
# started in, and DATA as its /var/lib/docker. In a plain chroot the kernel would show wrong paths in /proc/PID/maps, and
# symbols would be lost.
set -eu
folder=$1
data=$2
shift 2
mount --rbind "$folder" "$folder"
mount --bind "$data" "$folder/var/lib/docker"
cd "$folder"
for kernel in proc sys dev; do mount --rbind "/$kernel" "$kernel"; done
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
cat /etc/resolv.conf >etc/resolv.conf
cat /etc/hosts >etc/hosts
# Debian's headers, not of this kernel: BCC's tools that read no structure of the kernel compile with them.
modules=lib/modules/$(uname -r)
mkdir -p "$modules"
for half in "build linux-headers-*-$(dpkg --print-architecture)" "source linux-headers-*-common"; do
  # shellcheck disable=SC2086 # a pattern
  for headers in usr/src/${half#* }; do ln -sfn "/$headers" "$modules/${half%% *}"; done
done
pivot_root . old-root
umount -l /old-root
exec "$@"
