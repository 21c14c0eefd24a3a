#!/bin/sh
# Starts the server again and again; of its two name servers the first does not answer.
deaf=$(getent hosts deaf | cut -d' ' -f1)
dns=$(getent hosts dns | cut -d' ' -f1)
printf 'nameserver %s\nnameserver %s\n' "$deaf" "$dns" > /etc/resolv.conf
echo READY
turn=0
while [ $turn -lt 12 ]; do
  "$(dirname "$0")/server"
  sleep 1
  turn=$((turn + 1))
done
