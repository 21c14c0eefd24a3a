#!/bin/sh
# Does a little once in a while, and sleeps in between.
echo READY
i=0
while [ $i -lt 180 ]; do
  date > /dev/null
  sleep 1
  echo work 1
  i=$((i + 1))
done
