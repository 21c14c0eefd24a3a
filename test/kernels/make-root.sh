#!/bin/sh
# make-root.sh FOLDER NODE NAME=SUITE…: a Debian 13 with the toolbox's packages as FOLDER/root.ext4, and in it and beside it,
# as FOLDER/NAME/{kernel,initrd,release}, the kernel that `linux-image-amd64` means in each suite, with its headers. NODE is a Node.js to run diag with.
set -eu
folder=$1
node=$2
shift 2
root=$folder.new/root
rm -rf "$folder" "$folder.new"
mkdir -p "$folder.new"

# The mirror that this machine's own apt asks.
# shellcheck disable=SC2016 # for apt-get
repository() { apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed -n "s,/*\$,,; /\/$1\$/{p;q}"; }
mirror=$(repository debian)
security=$(repository debian-security)

mmdebstrap --quiet --variant=minbase \
  --include=bpfcc-tools,libbpf-tools,bpftrace,linux-perf,sysstat,tcpdump,conntrack,iproute2,ethtool,procps,util-linux,jattach \
  --include=python3,kmod,initramfs-tools,zstd,iptables \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  trixie "$root" "$mirror" >&2

# The disk, the console and the port of qemu, and what tools ask for: nothing else goes into the initrd, so that a start is short.
printf '%s\n' virtio_pci virtio_blk virtio_console ext4 >"$root/etc/initramfs-tools/modules"
sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
cp "$node" "$root/usr/local/bin/node"
cp /etc/resolv.conf "$root/etc/resolv.conf"

in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }

# add_suite SUITE: its packages are listed, and never taken unless asked for.
add_suite() {
  case $1 in
    *-security) uri=$security ;;
    *) uri=$mirror ;;
  esac
  echo "deb $uri $1 main" >>"$root/etc/apt/sources.list.d/kernels.list"
}

# depends PACKAGE VERSION PATTERN: of what the package needs, that which is part of the kernel.
depends() { in_root apt-cache show "$1=$2" | sed -n 's/^Depends: //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//' | grep -E "$3" || true; }

# unpack SOURCE_VERSION PACKAGE…: without what would be installed beside it, an old compiler for instance.
unpack() {
  version=$1
  shift
  rm -rf "$root/unpack" && mkdir "$root/unpack"
  for package in "$@"; do
    # It writes where it stands.
    in_root env -C /unpack apt-get -qq -o APT::Sandbox::User=root download "$package=$version" >&2
  done
  mkdir "$root/unpack/tree"
  for file in "$root"/unpack/*.deb; do dpkg-deb -x "$file" "$root/unpack/tree"; done
  # A root of today has /lib as a link into /usr.
  if [ -d "$root/unpack/tree/lib" ]; then
    mkdir -p "$root/unpack/tree/usr/lib"
    cp -a "$root/unpack/tree/lib/." "$root/unpack/tree/usr/lib/"
    rm -r "$root/unpack/tree/lib"
  fi
  cp -a "$root/unpack/tree/." "$root/"
  rm -r "$root/unpack"
}

for entry in "$@"; do add_suite "${entry#*=}"; done
# A suite that has ended is not signed anew.
in_root apt-get -qq -o Acquire::Check-Valid-Until=false update >&2
for entry in "$@"; do
  name=${entry%%=*}
  suite=${entry#*=}
  version=$(in_root apt-cache madison linux-image-amd64 | awk -v suite=" $suite/main " 'index($0, suite) { print $3; exit }')
  image=$(depends linux-image-amd64 "$version" '^linux-image-')
  release=${image#linux-image-}
  # Since 7.x the image's package is empty, and names these.
  parts=$(depends "$image" "$version" '^linux-(binary|modules|base)-[0-9]')
  headers=linux-headers-$release
  # shellcheck disable=SC2046,SC2086 # lists of words
  unpack "$version" "$image" $parts "$headers" $(depends "$headers" "$version" '^linux-headers-.*-common')
  # Hardware that qemu does not show.
  for part in gpu media net/wireless net/ethernet infiniband staging iio; do
    rm -rf "$root/usr/lib/modules/$release/kernel/drivers/$part"
  done
  rm -rf "$root/usr/lib/modules/$release/kernel/sound"
  in_root depmod "$release" 2>/dev/null
  in_root mkinitramfs -o "/boot/initrd.img-$release" "$release" >&2
  mkdir "$folder.new/$name"
  kernel=$root/boot/vmlinuz-$release
  [ -e "$kernel" ] || kernel=$root/usr/lib/modules/$release/vmlinuz
  mv "$kernel" "$folder.new/$name/kernel"
  mv "$root/boot/initrd.img-$release" "$folder.new/$name/initrd"
  echo "$release $version" >"$folder.new/$name/release"
done

# shellcheck disable=SC2016 # for dpkg-query
in_root dpkg-query -W -f '${Package} ${Version}\n' bpftrace bpfcc-tools libbpf-tools linux-perf >"$folder.new/packages"
rm -rf "$root/var/cache/apt" "$root/var/lib/apt/lists"
mkdir -p "$root/diag"
# What changes more often than the root is on the second disk.
printf '#!/bin/sh\nmount -o ro /dev/vdb /diag\nexec sh /diag/init\n' >"$root/usr/sbin/kernels-init"
chmod +x "$root/usr/sbin/kernels-init"
mkfs.ext4 -q -d "$root" "$folder.new/root.ext4" 6G
rm -rf "$root"
mv "$folder.new" "$folder"
