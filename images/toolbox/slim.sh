#!/bin/sh
# slim.sh FOLDER: a root with the packages below, the libraries that their programs load, and nothing else of Debian.
# perf alone depends on all of Perl and Python for scripts that diag does not run; it loads but their libraries.
set -eu
to=$1
keep="libbpf-tools linux-perf sysstat tcpdump conntrack iproute2 ethtool procps util-linux
  base-files base-passwd dash coreutils grep sed mawk findutils tar libc6 libc-bin libstdc++6 libgcc-s1 ncurses-base"

# Debian lists some files below /bin and /lib, which are links to their likes in /usr.
merged() { sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\1/#'; }
exist() { while read -r path; do if [ -L "$path" ] || [ ! -d "$path" ]; then echo "$path"; fi; done; }

# Besides what only people read or only Bash, Perl and Python run: a privileged container does well without what writes
# to disks or logs people in.
# shellcheck disable=SC2086 # a list of words
dpkg -L $keep | merged | grep -Ev -e '^/usr/share/(doc|man|info|locale|lintian|gcc|gdb|bash-completion)/' \
  -e '^/usr/lib/(perf-core|python3|[^/]*/gconv)/' -e '^/usr/libexec/sysstat/sa[12]$' \
  -e '^/usr/s?bin/(ldd|routel|tzselect|localedef|iconvconfig|zic|perf-read-vdso32|arpd|update-passwd|tarcat|rmt.*)$' \
  -e '^/usr/s?bin/(agetty|getty|sulogin|runuser|blkdiscard|mkfs.*|mkswap|wipefs|fsck.*|swap.*|zramctl|.*_root)$' |
  exist >/tmp/files
# Programs that Debian gives by a link, such as awk.
for link in /usr/bin/* /usr/sbin/*; do
  case $(readlink "$link") in
    /etc/alternatives/*) grep -Fqx "$(readlink -f "$link")" /tmp/files && printf '%s\n' "$link" "$(readlink "$link")" ;;
  esac
done >/tmp/alternatives || true
# What ldd prints of all that is a program or a library: NAME => PATH (ADDRESS).
{ cat /tmp/files; echo /usr/local/bin/py-spy; } | xargs ldd 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
  merged | sort -u >/tmp/libraries
xargs readlink -f </tmp/libraries >/tmp/targets
# The owners of those are kept as well, for their licences and the SBOM.
# shellcheck disable=SC2086 # a list of words
packages=$({ xargs dpkg -S </tmp/targets | cut -d: -f1; printf '%s\n' $keep; } | sort -u)

mkdir -p "$to"
{
  printf '%s\n' /bin /sbin /lib /usr/local/bin/py-spy /etc/passwd /etc/group /etc/ld.so.conf /etc/ld.so.cache
  if [ -L /lib64 ]; then echo /lib64; fi
  find /etc/ld.so.conf.d -type f
  cat /tmp/files /tmp/alternatives /tmp/libraries /tmp/targets
} | sed 's#^/##' | sort -u | tar --create --directory=/ --no-recursion --files-from=- | tar --extract --directory="$to"
for package in $packages; do
  install -D -m 644 "$(readlink -f "/usr/share/doc/$package/copyright")" "$to/usr/share/doc/$package/copyright"
done
mkdir -p "$to/proc" "$to/sys" "$to/dev" "$to/run" "$to/root" "$to/var/log" "$to/var/tmp" "$to/tmp"
chmod 1777 "$to/tmp" "$to/var/tmp"

# Scanners of images look here for what is installed.
mkdir -p "$to/var/lib/dpkg"
awk -v list="$packages" 'BEGIN { RS = ""; ORS = "\n\n"; FS = "\n"; split(list, names, /[ \n]+/); for (i in names) kept[names[i]] }
  { name = $1; sub(/^Package: /, "", name); if (name in kept) print }' /var/lib/dpkg/status >"$to/var/lib/dpkg/status"
mkdir -p "$to/usr/share/diag"
# shellcheck disable=SC2086 # a list of words
sh /tmp/sbom.sh diag-toolbox-slim /tmp/packages $packages >"$to/usr/share/diag/sbom.spdx.json"
