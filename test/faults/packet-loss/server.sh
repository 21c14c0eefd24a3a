#!/bin/sh
# Drops 3 % of what comes in, as a bad link does, and takes uploads.
set -e
iptables -A INPUT -p tcp -m statistic --mode random --probability 0.03 -j DROP
exec python3 /srv/faults/packet-loss/sink.py
