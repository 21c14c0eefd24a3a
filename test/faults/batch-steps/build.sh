#!/bin/sh
# A build: one compiler after the other, each busy for half a second and more, with a few small programs in between.
echo READY
turn=0
while [ $turn -lt 90 ]; do
  mkdir -p /tmp/build
  awk 'BEGIN { for (i = 0; i < 6000000; i++) sum += i % 7; print sum }' > /tmp/build/part.o
  cp /tmp/build/part.o /tmp/build/all.o
  sleep 1.5
  echo work 1
  turn=$((turn + 1))
done
