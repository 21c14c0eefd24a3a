#!/bin/sh
# Writes a log: what grows is the page cache, which the kernel takes back when it wants it.
echo READY
second=0
while [ $second -lt 180 ]; do
  head -c 500000 /dev/urandom >> /var/tmp/log
  sleep 1
  second=$((second + 1))
  echo work 1
done
