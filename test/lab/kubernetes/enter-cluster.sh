#!/bin/sh
# enter-cluster.sh ROOT STATE DATA BINARY PAUSE: runs the cluster until it is told to end, and leaves nothing behind.
#
# It has a mount and a network namespace of its own, started for it: mounts, bridges, addresses and rules go away with its
# processes. Those are in cgroups /diag-lab, by which they are found even when what started them was killed. On the
# machine itself there is one end of a virtual cable, diag-lab0.
#
# Ends with 75 at once where another one runs.
set -eu
root=$1 state=$2 data=$3 binary=$4 pause=$5
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$state"
exec 9>"$state/lock"
flock -n 9 || exit 75
"$here/remove-cluster.sh"
rm -rf "$data"/kubelet-* "$data"/pod-logs-* "$data/registry"
rm -rf "$state/log.before"
[ ! -d "$state/log" ] || mv "$state/log" "$state/log.before"
for old in pid hold pki kubeconfig; do rm -rf "${state:?}/$old"; done
mkdir -p "$state/log" "$state/pid" "$state/hold" "$data"
printf '#!/bin/sh\nexec %s kubectl "$@"\n' "$binary" >"$state/kubectl"
chmod +x "$state/kubectl"
exec unshare --mount --propagation private --net "$here/in-namespaces.sh" "$root" "$state" "$data" "$binary" "$pause"
