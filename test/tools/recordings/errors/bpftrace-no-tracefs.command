unshare -m sh -c umount -l /sys/kernel/debug; umount /sys/kernel/tracing; exec bpftrace -e "tracepoint:sched:sched_switch { exit(); }"
exit 1
