#!/bin/sh
# in-namespaces.sh ROOT STATE DATA BINARY PAUSE: what enter-cluster.sh does in its namespaces: makes ROOT the real root,
# and the network of the cluster; then runs it.
set -eu
root=$1 state=$2 data=$3 binary=$4 pause=$5
scripts=$(cd "$(dirname "$0")" && pwd)

# Both nodes, the pods and the machine's end of the cable are on one bridge.
ip link set lo up
# With an address of its own: it would take that of a pod, and the machine would lose the cluster when the pod goes.
ip link add diag-lab address 02:d1:a6:1a:b0:01 type bridge
ip address add 10.213.0.1/16 dev diag-lab
ip address add 10.213.0.2/16 dev diag-lab
ip link add cable type veth peer name diag-lab0 netns "$PPID"
ip link set cable master diag-lab up
ip link set diag-lab up
nsenter --net --target "$PPID" sh -c "ip address add 10.213.255.1/16 dev diag-lab0 && ip link set diag-lab0 up"

mount --rbind "$root" "$root"
cd "$root"
for kernel in proc sys dev; do mount --rbind "/$kernel" "$kernel"; done
for fresh in run tmp lab var/log; do mount -t tmpfs tmpfs "$fresh"; done
mkdir lab/state lab/data lab/scripts
mount --bind "$state" lab/state
mount --bind "$data" lab/data
mount --bind "$scripts" lab/scripts
touch lab/kubernetes lab/pause.tar
mount --bind "$binary" lab/kubernetes
mount --bind "$pause" lab/pause.tar
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
# As systemd does it: pods may ask for mounts to be handed on.
mount --make-rshared /
exec /lab/scripts/run-cluster.sh
