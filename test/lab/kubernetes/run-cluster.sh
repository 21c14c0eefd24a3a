#!/bin/sh
# The cluster, in its namespaces: a control plane and two nodes, until it is told to end.
set -eu
cd /lab/state
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH

end() {
  trap '' TERM INT
  /lab/scripts/remove-cluster.sh
  exit 0
}
trap end TERM INT

# One cgroup for the components, one for the pods of each node.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  hierarchies=/sys/fs/cgroup
  mkdir /sys/fs/cgroup/diag-lab
  for group in /sys/fs/cgroup /sys/fs/cgroup/diag-lab; do
    echo "+cpu +cpuset +io +memory +pids" >"$group/cgroup.subtree_control"
  done
else
  hierarchies=$(echo /sys/fs/cgroup/*)
fi
for hierarchy in $hierarchies; do
  for group in diag-lab diag-lab/system diag-lab/node-1 diag-lab/node-2; do
    mkdir -p "$hierarchy/$group"
    # Version 1 gives a new cpuset no CPU.
    if [ -e "$hierarchy/cpuset.cpus" ]; then
      for set in cpuset.cpus cpuset.mems; do cat "$hierarchy/$set" >"$hierarchy/$group/$set"; done
    fi
  done
done

mkdir pki kubeconfig
/lab/scripts/make-certificates.sh pki
for user in admin controllers scheduler node-1 node-2; do
  cat >kubeconfig/$user.new <<YAML
apiVersion: v1
kind: Config
current-context: diag-lab
contexts: [{ name: diag-lab, context: { cluster: diag-lab, user: $user } }]
clusters:
  - name: diag-lab
    cluster: { server: "https://10.213.0.1:6443", certificate-authority-data: $(base64 -w 0 pki/ca.crt) }
users:
  - name: $user
    user: { client-certificate-data: $(base64 -w 0 pki/$user.crt), client-key-data: $(base64 -w 0 pki/$user.key) }
YAML
  mv kubeconfig/$user.new kubeconfig/$user
done
# Users that may do nothing until a test lets them.
cat >pki/tokens.csv <<CSV
lab-token-admin,token-admin,1,system:masters
lab-token-alice,alice,2
lab-token-bob,bob,3
CSV

supervise() { /lab/scripts/supervise.sh "$@" 9>&- & }

supervise etcd etcd --data-dir /run/etcd --unsafe-no-fsync --log-level warn \
  --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
  --initial-cluster default=http://127.0.0.1:2380
supervise apiserver /lab/kubernetes kube-apiserver --etcd-servers http://127.0.0.1:2379 \
  --advertise-address 10.213.0.1 --secure-port 6443 --service-cluster-ip-range 10.214.0.0/16 \
  --tls-cert-file pki/apiserver.crt --tls-private-key-file pki/apiserver.key --client-ca-file pki/ca.crt \
  --token-auth-file pki/tokens.csv --anonymous-auth=false --authorization-mode Node,RBAC \
  --service-account-key-file pki/service-accounts.pub --service-account-signing-key-file pki/service-accounts.key \
  --service-account-issuer https://kubernetes.default.svc --endpoint-reconciler-type none \
  --kubelet-client-certificate pki/apiserver-to-kubelet.crt --kubelet-client-key pki/apiserver-to-kubelet.key \
  --kubelet-preferred-address-types InternalIP --enable-admission-plugins NodeRestriction \
  --allow-privileged --profiling=false
supervise controllers /lab/kubernetes kube-controller-manager --kubeconfig kubeconfig/controllers \
  --controllers '*,-nodeipam' --use-service-account-credentials --leader-elect=false --bind-address 127.0.0.1 \
  --service-account-private-key-file pki/service-accounts.key --root-ca-file pki/ca.crt \
  --cluster-signing-cert-file pki/ca.crt --cluster-signing-key-file pki/ca.key \
  --node-monitor-period 2s --node-monitor-grace-period 20s --profiling=false
supervise scheduler /lab/kubernetes kube-scheduler --kubeconfig kubeconfig/scheduler --leader-elect=false \
  --bind-address 127.0.0.1 --profiling=false
# The address of the service `kubernetes` in place of a kube-proxy.
iptables -t nat -A PREROUTING -d 10.214.0.1 -p tcp --dport 443 -j DNAT --to-destination 10.213.0.1:6443

# A registry of images on the nodes' loopback, for tests of pulls. It wants a password: lab-password.
cat >/run/registry.yaml <<YAML
version: 0.1
storage: { filesystem: { rootdirectory: /lab/data/registry } }
http: { addr: "127.0.0.1:5000" }
auth: { htpasswd: { realm: lab, path: /run/registry-users } }
YAML
# shellcheck disable=SC2016 # bcrypt's
echo 'lab:$2a$04$IPyx9.xNHTFjjt29Y0ez2O5I.omnoq8p1w8Oikf0YSigVrMkwq0kW' >/run/registry-users
supervise registry docker-registry serve /run/registry.yaml

for node in 1 2; do
  /lab/scripts/configure-node.sh "$node"
  supervise "containerd-$node" containerd --config "/run/node-$node/containerd.toml"
  supervise "kubelet-$node" /lab/scripts/start-kubelet.sh "$node"
done
while :; do wait; sleep 1; done
