memleak-bpfcc -p PID -O /usr/lib/x86_64-linux-gnu/libjemalloc.so.2 1 1
