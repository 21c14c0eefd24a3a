#!/bin/sh
# install-packages PACKAGE…: from Debian, leaving no lists, manuals or translations behind.
# install-packages --sources TIMESTAMP: first of all, brings the base up to date: to Debian of that time, as
# snapshot.debian.org keeps it, or to the current one where TIMESTAMP is empty.
set -eu
export DEBIAN_FRONTEND=noninteractive

# A source that does not answer must not go unseen: what it would have mended stays as it is.
update() { apt-get update -qq -o APT::Update::Error-Mode=any; }

leave_nothing() {
  rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/debconf/*-old /var/lib/dpkg/*-old
  find /var/log -type f -delete
}

if [ "${1-}" = --sources ]; then
  # perf is linked with Perl for scripts that diag does not run, and BCC asks no one who made a network card.
  for folder in share/man share/info share/locale share/doc share/lintian share/bash-completion share/ieee-data share/perl \
    "lib/*/perl" "lib/*/gconv"; do
    printf 'path-exclude=/usr/%s/*\n' "$folder"
  done >/etc/dpkg/dpkg.cfg.d/toolbox
  printf 'path-include=/usr/share/doc/*/copyright\n' >>/etc/dpkg/dpkg.cfg.d/toolbox
  if [ "${2-}" != "" ]; then
    rm -f /etc/apt/sources.list.d/*
    for suite in debian/DATE=trixie debian/DATE=trixie-updates debian-security/DATE=trixie-security; do
      printf 'deb [check-valid-until=no] http://snapshot.debian.org/archive/%s %s main\n' "${suite%%=*}" "${suite#*=}"
    done | sed "s/DATE/$2/" >/etc/apt/sources.list
  fi
  update
  apt-get upgrade -y -qq
else
  update
  apt-get install -y -qq --no-install-recommends "$@"
fi
leave_nothing
