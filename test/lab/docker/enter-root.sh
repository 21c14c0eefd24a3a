#!/bin/sh
# enter-root.sh FOLDER COMMAND…: runs a command with FOLDER as the real root of the mount namespace that this is
# started in. In a plain chroot the kernel would show wrong paths in /proc/PID/maps, and symbols would be lost.
set -eu
folder=$1
shift
mount --rbind "$folder" "$folder"
cd "$folder"
for kernel in proc sys dev; do mount --rbind "/$kernel" "$kernel"; done
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
cat /etc/resolv.conf >etc/resolv.conf
cat /etc/hosts >etc/hosts
pivot_root . old-root
umount -l /old-root
exec "$@"
