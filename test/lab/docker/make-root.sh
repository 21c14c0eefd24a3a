#!/bin/sh
# make-root.sh FOLDER: a Debian 13 root with a Docker engine in it, and kernel headers for BCC. The engine of Debian 12
# cannot start privileged containers where CAP_SYS_RESOURCE is missing; this one can.
set -eu
folder=$1
rm -rf "$folder" "$folder.new"
mmdebstrap --quiet --variant=minbase \
  --include=docker.io,containerd,runc,iptables,ca-certificates,procps,iproute2,kmod,util-linux \
  --include="linux-headers-$(dpkg --print-architecture)" \
  trixie "$folder.new" >&2
mkdir -p "$folder.new/engine" "$folder.new/old-root" "$folder.new/var/lib/docker"
mv "$folder.new" "$folder"
