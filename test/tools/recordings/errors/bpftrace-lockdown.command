bpftrace -e 'profile:hz:49 { @[kstack] = count(); }'
exit 1
