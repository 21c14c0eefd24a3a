biosnoop-libbpf -Q 2
exit 1
