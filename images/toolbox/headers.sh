#!/bin/sh
# headers.sh PACKAGE|URL…: headers of a kernel, from Debian's packages or from .deb files (Ubuntu's cloud kernels), linked
# where BCC looks for them. They are only unpacked: BCC brings its own compiler, the packages ask for gcc.
set -eu
[ $# -gt 0 ] || { echo "HEADERS names no package and no URL" >&2; exit 1; }
mkdir -p /tmp/headers
cd /tmp/headers
urls=""
for one in "$@"; do
  case $one in
    http://* | https://*) urls="$urls $one" ;;
    *)
      [ "$(ls /var/lib/apt/lists)" != "" ] || apt-get update -qq
      apt-get download -qq "$one"
      # The half that all flavours of one kernel share.
      for common in $(apt-cache depends --important "$one" | sed -n 's/^ *Depends: \(linux-headers-.*\)/\1/p'); do
        apt-get download -qq "$common"
      done
      ;;
  esac
done
case $urls in *https://*) install-packages ca-certificates ;; esac
for url in $urls; do
  /usr/lib/apt/apt-helper download-file "$url" "${url##*/}"
done
for file in *.deb; do
  mkdir root
  dpkg-deb --extract "$file" root
  # Older packages have a folder /lib, which must not take the place of the link to /usr/lib.
  tar --create --directory=root . | tar --extract --directory=/ --keep-directory-symlink
  rm -rf root
  # shellcheck disable=SC2016 # dpkg-deb's own variables
  dpkg-deb --show --showformat '${Package}\t${Version}\tGPL-2.0-only\tpkg:deb/${Package}@${Version}?arch=${Architecture}\t\n' "$file"
done >/usr/local/share/packages/headers
for build in /usr/src/linux-headers-*; do
  release=${build#/usr/src/linux-headers-}
  # Ubuntu's shared half has no configuration.
  [ -e "$build/include/generated/autoconf.h" ] || continue
  mkdir -p "/lib/modules/$release"
  [ -e "/lib/modules/$release/build" ] || ln -s "$build" "/lib/modules/$release/build"
done
rm -rf /tmp/headers /var/lib/apt/lists/* /var/cache/apt/*.bin
