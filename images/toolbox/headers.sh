#!/bin/sh
# headers.sh PACKAGE|URL…: headers of one kernel, from Debian or from .deb files (Ubuntu's cloud kernels), linked where BCC
# looks for them.
set -eu
[ $# -gt 0 ] || { echo "HEADERS names no package and no URL" >&2; exit 1; }
packages="" files=""
cd "$(mktemp -d)"
for one in "$@"; do
  case $one in
    http://* | https://*) files="$files $one" ;;
    *) packages="$packages $one" ;;
  esac
done
# shellcheck disable=SC2086 # lists of words
[ "$packages" = "" ] || install-packages $packages
if [ "$files" != "" ]; then
  install-packages curl
  for url in $files; do
    curl -fsSL --retry 3 -O "$url"
    # Only unpacked: such a package depends on others of its distribution.
    dpkg-deb --extract "${url##*/}" /
  done
fi
for build in /usr/src/linux-headers-*; do
  release=${build#/usr/src/linux-headers-}
  [ -e "$build/Makefile" ] || continue
  mkdir -p "/lib/modules/$release"
  [ -e "/lib/modules/$release/build" ] || ln -s "$build" "/lib/modules/$release/build"
done
