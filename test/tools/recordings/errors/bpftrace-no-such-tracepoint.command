bpftrace -e tracepoint:sched:sched_nothing { exit(); }
exit 1
