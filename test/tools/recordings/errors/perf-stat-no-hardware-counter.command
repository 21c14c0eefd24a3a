perf stat -e LLC-load-misses -- true
exit 0
