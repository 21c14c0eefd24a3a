jattach PID load /usr/local/lib/libasyncProfiler.so true start
