# shellcheck shell=sh
# Shared by test.sh and try.sh: what a fresh Debian or Ubuntu lacks, installed and named. POSIX sh, to be sourced in the
# repository's folder.

PATH="$PWD/node_modules/.bin:$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export PATH DEBIAN_FRONTEND=noninteractive
wanted=""
mounted=""
unset NODE_OPTIONS

# Each argument is a line.
say() { printf "%s\n" "$@"; }

# Runs a command as root: as it is, or with sudo. Without a terminal sudo may not ask for a password.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif ! command -v sudo >/dev/null 2>&1; then
    return 1
  elif [ -t 0 ] && [ -t 2 ] && [ "${CI:-}" = "" ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

install_npm_packages() {
  if ! command -v npm >/dev/null 2>&1; then
    say "error: npm is not installed" "  hint: install Node.js 18 or newer with npm (on Debian: apt install nodejs npm)"
    return 1
  fi
  if [ -x node_modules/.bin/node ] && [ "$(find package-lock.json -newer node_modules/.package-lock.json)" = "" ]; then
    return 0
  fi
  say "installing the npm packages of package-lock.json, a current Node.js among them (npm ci)"
  # Warnings about this Node's age mean nothing: a newer one is being fetched.
  log=$(npm ci --no-audit --no-fund --loglevel=error 2>&1) || {
    say "$log"
    return 1
  }
  # npm leaves the time of an older install where nothing changed.
  touch node_modules/.package-lock.json
}

# want PACKAGE REASON COMMAND…: asks for a package unless the command runs.
want() {
  package=$1
  reason=$2
  shift 2
  if ! "$@" >/dev/null 2>&1; then
    wanted="$wanted $package"
    say "installing $package: $reason"
  fi
}

# Whether one of these commands exists: distributions differ in the names.
find_one() {
  for name in "$@"; do
    command -v "$name" && return 0
  done
  return 1
}

# debian, ubuntu…
distribution() {
  # shellcheck source=/dev/null
  (. /etc/os-release 2>/dev/null && echo "${ID:-}")
}

# The name of the package that brings perf for the kernel that runs.
perf_package() {
  case "$(distribution)" in
    ubuntu) echo linux-tools-generic ;;
    *) echo linux-perf ;;
  esac
}

# A fresh machine may be updating itself: wait for that, but not for ever.
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -qq -y --no-install-recommends "$@"
}

# Installs what was asked for. Goes on without what cannot be installed: whoever needs it says so.
install_wanted() {
  [ "$wanted" = "" ] && return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    say "not installed, as there is no apt-get here:$wanted"
  elif ! as_root true 2>/dev/null; then
    say "not installed, as this is neither root nor allowed to use sudo:$wanted"
  else
    as_root apt-get update -qq >/dev/null 2>&1 || say "apt-get update failed; going on with the lists that are here"
    # shellcheck disable=SC2086 # a list of words
    apt_install $wanted >/dev/null 2>&1 ||
      for package in $wanted; do
        apt_install "$package" >/dev/null 2>&1 ||
          say "not installed, apt-get could not: $package"
      done
  fi
  wanted=""
}

# mount_kernel TYPE FOLDER: mounts a file system of the kernel unless it is there.
mount_kernel() {
  [ -d "$2" ] || return 0
  grep -q "^[^ ]* $2 $1 " /proc/mounts && return 0
  if as_root mount -t "$1" "$1" "$2" 2>/dev/null; then
    mounted="$2 $mounted"
    say "mounted $1 at $2 (until the end)"
  fi
}

# What the cluster of the tests is made with (test/lab/kubernetes), where no cluster is given.
want_cluster() {
  want mmdebstrap "makes the system of the cluster's nodes, and the images, where no registry is" command -v mmdebstrap
  want gcc "builds the workloads" command -v gcc
  want golang-go "builds Kubernetes; where it is older than 1.21, the cluster's tests are skipped" command -v go
  want openssl "requests users' certificates" command -v openssl
}

unmount_kernel() {
  for folder in $mounted; do
    as_root umount "$folder" 2>/dev/null || as_root umount -l "$folder" 2>/dev/null || true
  done
  mounted=""
}
