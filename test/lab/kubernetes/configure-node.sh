#!/bin/sh
# configure-node.sh NUMBER: the files of one node's containerd, network and kubelet, in /run/node-NUMBER.
set -eu
node=$1
folder=/run/node-$node
mkdir -p "$folder/cni" /etc/containerd/certs.d
# Tests put their pods there, from outside.
rm -rf "/lab/state/static-pods-$node"
mkdir "/lab/state/static-pods-$node"

cat >"$folder/containerd.toml" <<TOML
version = 2
root = "/lab/data/containerd-$node"
state = "$folder/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.internal.v1.opt", "io.containerd.internal.v1.tracing"]

[grpc]
address = "$folder/containerd.sock"

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "docker.io/library/diag-pause:test"
# The lab may lack CAP_SYS_RESOURCE, and has no AppArmor.
restrict_oom_score_adj = true
disable_apparmor = true

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "$folder/cni"

[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "/etc/containerd/certs.d"
TOML

cat >"$folder/cni/bridge.conflist" <<JSON
{
  "cniVersion": "1.0.0",
  "name": "lab-$node",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "diag-lab",
      "ipam": {
        "type": "host-local",
        "dataDir": "$folder/addresses",
        "ranges": [[{
          "subnet": "10.213.0.0/16",
          "rangeStart": "10.213.$node.1",
          "rangeEnd": "10.213.$node.250",
          "gateway": "10.213.0.1"
        }]],
        "routes": [{ "dst": "0.0.0.0/0" }]
      }
    }
  ]
}
JSON

cat >"$folder/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 10.213.0.$node
healthzPort: $((10260 + node))
containerRuntimeEndpoint: unix://$folder/containerd.sock
authentication:
  anonymous: { enabled: false }
  webhook: { enabled: true }
  x509: { clientCAFile: /lab/state/pki/ca.crt }
authorization: { mode: Webhook }
cgroupDriver: cgroupfs
# Nothing answers there: a name is not found at once. Without an address each pod would get a warning.
clusterDNS: [10.213.0.1]
clusterDomain: cluster.local
cgroupRoot: /diag-lab/node-$node
failCgroupV1: false
enforceNodeAllocatable: []
failSwapOn: false
localStorageCapacityIsolation: false
makeIPTablesUtilChains: false
oomScoreAdj: 0
# Each kubelet removes logs of pods that it does not know.
podLogsDir: /lab/data/pod-logs-$node
volumePluginDir: $folder/volume-plugins
serializeImagePulls: false
# What the lab imported stays.
imageGCHighThresholdPercent: 100
# An image that a test pulled with a secret is the same as one that the lab imported: without this that one is pulled again for who has none.
imagePullCredentialsVerificationPolicy: NeverVerify
evictionHard: { memory.available: 50Mi, nodefs.available: 1%, imagefs.available: 1% }
nodeStatusUpdateFrequency: 4s
staticPodPath: /lab/state/static-pods-$node
YAML
