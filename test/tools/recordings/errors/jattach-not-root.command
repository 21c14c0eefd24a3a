setpriv --reuid 65534 --regid 65534 --clear-groups jattach PID load /usr/local/lib/libasyncProfiler.so true start
