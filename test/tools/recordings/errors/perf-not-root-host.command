setpriv --reuid 65534 --regid 65534 --clear-groups perf record -e cpu-clock -F 49 -g -a -o /tmp/nobody.data -- sleep 1
exit 255
