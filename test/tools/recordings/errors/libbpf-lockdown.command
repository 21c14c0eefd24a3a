runqlat-libbpf 2 1
exit 1
