capsh --drop=cap_sys_admin,cap_bpf,cap_perfmon -- -c bpftrace -e 'profile:hz:49 { exit(); }'
exit 1
