#!/bin/sh
# make-certificates.sh FOLDER: an authority, what it signs for the components, and the key of service account tokens.
set -eu
cd "$1"

# certificate NAME USER GROUP [EXTENSIONS]
certificate() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "/O=$3/CN=$2" \
    -out "$1.csr" 2>/dev/null
  printf "%s\n" "extendedKeyUsage=clientAuth,serverAuth" ${4:+"$4"} >"$1.extensions"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -days 30 -extfile "$1.extensions" -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.extensions"
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -subj /CN=diag-lab -days 30 \
  -out ca.crt 2>/dev/null
certificate apiserver kube-apiserver diag-lab \
  "subjectAltName=IP:10.213.0.1,IP:10.214.0.1,IP:127.0.0.1,DNS:kubernetes.default.svc"
certificate apiserver-to-kubelet apiserver-to-kubelet system:masters
certificate admin admin system:masters
certificate controllers system:kube-controller-manager system:kube-controller-manager
certificate scheduler system:kube-scheduler system:kube-scheduler
certificate node-1 system:node:diag-lab-1 system:nodes
certificate node-2 system:node:diag-lab-2 system:nodes
openssl genrsa -out service-accounts.key 2048 2>/dev/null
openssl rsa -in service-accounts.key -pubout -out service-accounts.pub 2>/dev/null
