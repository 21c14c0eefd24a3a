#!/bin/sh
# Starts again what the kernel kills at its memory limit, as a supervisor in a container does: sh oom-again.sh [TIMES [MIB_PER_SECOND]]
times=${1:-20}
while [ "$times" -gt 0 ]; do
  ./oom 60 "${2:-16}"
  times=$((times - 1))
  sleep 2
done
