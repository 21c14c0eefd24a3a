#!/bin/sh
# Drops 3 % of what comes in from one port, in its own network namespace, and downloads from there.
set -e
iptables -A INPUT -p tcp --sport 7816 -m statistic --mode random --probability 0.03 -j DROP
exec python3 /srv/faults/own-firewall/client.py
