#!/bin/sh
# Writes the parts of an upload to a tmpfs, which counts against the memory limit; nobody deletes them.
end=$(($(date +%s) + 180))
part=0
failed=0
while [ "$(date +%s)" -lt "$end" ]; do
  dd if=/dev/zero of=/scratch/part-$part bs=6M count=1 2>/dev/null || failed=$((failed + 1))
  part=$((part + 1))
  [ "$failed" -eq 1 ] && [ ! -e /tmp/told ] && touch /tmp/told && echo READY
  [ "$failed" -gt 0 ] && sleep 4
  sleep 0.2
done
