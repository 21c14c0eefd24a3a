#!/bin/sh
# install-packages PACKAGE…: from Debian, leaving no lists, manuals or translations behind.
set -eu
printf 'path-exclude=/usr/share/%s/*\n' man info locale doc >/etc/dpkg/dpkg.cfg.d/toolbox
printf 'path-include=/usr/share/doc/*/copyright\n' >>/etc/dpkg/dpkg.cfg.d/toolbox
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@"
rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/*
