#!/bin/sh
# make-base.sh FILE [SUITE [PACKAGE]]: a tarball of Debian as an image's base, where no image registry is at hand. It
# trusts the certificate authorities that this machine was given.
set -eu
file=$1
suite=${2:-trixie}
# shellcheck disable=SC2016 # for mmdebstrap's shell
mmdebstrap --quiet --format=tar --variant=minbase --include="ca-certificates${3:+,$3}" \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --customize-hook='cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/" 2>/dev/null || true' \
  --customize-hook='chroot "$1" update-ca-certificates >/dev/null 2>&1' \
  "$suite" "$file.new" >&2
mv "$file.new" "$file"
