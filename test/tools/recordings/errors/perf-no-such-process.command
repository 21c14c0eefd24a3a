perf record -e cpu-clock -F 49 -g -p 4000000 -o /tmp/n.data -- sleep 1
exit 244
