#!/bin/sh
# Takes out what no tool needs: perf is linked with Perl and Python for its scripts, of which diag runs none.
set -eu
sh /tmp/sbom.sh >/usr/local/share/diag.spdx.json
cd /
lib=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo "$(uname -m)-linux-gnu")
rm -rf usr/lib/python3* usr/share/perl usr/share/perl5 "$lib/perl" "$lib/perl5" "$lib/perl-base" usr/bin/perl* usr/bin/python3*
rm -rf usr/share/ieee-data var/lib/ieee-data usr/share/zoneinfo usr/share/bash-completion usr/share/man usr/share/info
rm -rf usr/share/locale usr/share/i18n usr/share/common-licenses usr/lib/locale usr/share/perf-core
rm -rf usr/bin/apt* usr/lib/apt "$lib"/libapt-* var/lib/apt var/cache var/log usr/share/keyrings usr/bin/dpkg* usr/share/dpkg
rm -rf var/lib/dpkg/info usr/local/sbin/install-packages tmp/slim.sh tmp/sbom.sh usr/lib/gconv "$lib/gconv" usr/share/terminfo
rm -f usr/bin/openssl usr/bin/perf-read-vdso32 sbin/debugfs
mkdir -p var/log var/cache tmp
