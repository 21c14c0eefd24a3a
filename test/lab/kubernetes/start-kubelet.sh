#!/bin/sh
# start-kubelet.sh NUMBER: the kubelet of a node, when its containerd answers and has what every pod needs.
set -eu
node=$1
export CONTAINERD_ADDRESS="/run/node-$node/containerd.sock" CONTAINERD_NAMESPACE=k8s.io
until ctr version >/dev/null 2>&1; do sleep 0.1; done
ctr images import /lab/pause.tar
# What tests pulled before must be pulled again.
ctr images ls --quiet | grep '^127\.0\.0\.1:' | xargs --no-run-if-empty ctr images rm
exec /lab/kubernetes kubelet --config "/run/node-$node/kubelet.yaml" --kubeconfig "/lab/state/kubeconfig/node-$node" \
  --root-dir "/lab/data/kubelet-$node" --cert-dir "/run/node-$node/pki" \
  --hostname-override "diag-lab-$node" --node-ip "10.213.0.$node"
