#!/bin/sh
# make-root.sh FOLDER: a Debian 13 root with what a Kubernetes node and its control plane need beside Kubernetes itself,
# and kernel headers for BCC.
set -eu
folder=$1
rm -rf "$folder" "$folder.new"
mmdebstrap --quiet --variant=minbase \
  --include=etcd-server,containerd,runc,containernetworking-plugins,docker-registry,iptables,conntrack \
  --include=ca-certificates,openssl,procps,iproute2,kmod,util-linux \
  --include="linux-headers-$(dpkg --print-architecture)" \
  trixie "$folder.new" >&2
mkdir -p "$folder.new/lab" "$folder.new/old-root"
mv "$folder.new" "$folder"
