memleak-libbpf -p PID -O ./libjemalloc.so.2 1 1
