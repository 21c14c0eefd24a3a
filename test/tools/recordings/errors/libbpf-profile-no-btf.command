unshare -m sh -c mount -t tmpfs none /sys/kernel/btf; exec profile-libbpf -f 1
exit 1
